/** How long it took after each fault, and for whom: every time that was measured, over all victims and victim by victim. */
import { html, type Content, type Markup } from '../../../catalog/reporters/html/markup.js';
import { cardTable } from '../../../catalog/reporters/html/table.js';
import { term } from '../../../catalog/reporters/html/term.js';
import { formatMeasured } from '../../../kit/format.js';
import type { Measured } from '../../../model/recovery.js';
import type { FaultFindings, Repetition, RepetitionRecovery, RtoRecord } from '../../../model/rto.js';
import { formatShare } from '../../../verdict/evidence/grade-evidence.js';
import { maximumOf, medianOf, orderStatistic } from '../../../verdict/evidence/order-statistics.js';
import { hitBy, phaseOf } from '../repetition-words.js';
import { stripPlot, type Dot, type Strip } from './strip-plot.js';

export function recoverySection(record: RtoRecord): Markup {
  const { findings, repetitions } = record;
  const conclusive = repetitions.filter((each) => each.inconclusive === null);
  return html`<section id="recovery">
    <h2>Recovery</h2>
    <p>
      Each dot is one ${term('repetition')} with its error bar. The shaded band is the ${term('median interval')}, the
      line in it the median; the dashed line is the ${term('objective')}.
    </p>
    ${findings.faults.map((each) => faultOf(each, conclusive, record))}
  </section>`;
}

function faultOf(finding: FaultFindings, conclusive: readonly Repetition[], record: RtoRecord): Markup {
  const { fault, count } = finding;
  const kind = record.scenario.faults.find(({ name }) => name === fault)?.kind;
  const title = html`<h3>${fault} <span class="quiet">${kind}</span></h3>`;
  if (count === 0)
    return html`<article class="fault">
      ${title}
      <p>No repetition that counts measured a recovery after this fault.</p>
    </article>`;
  const times = timesOf(fault, conclusive);
  return html`<article class="fault">
    ${title}
    <p>${longestSentence(finding)} ${medianSentence(finding)}</p>
    ${stripPlot(stripsOf(finding, times), record.findings.objective.limitMs)} ${victimTable(fault, times)}
  </article>`;
}

function longestSentence({ count, maximum, coverage, censored }: FaultFindings): string {
  const unseen = censored === 0 ? '' : ` ${censored} of ${count} ${censored === 1 ? 'was' : 'were'} not seen to end.`;
  if (count === 1) return `One recovery was measured: ${formatMeasured(maximum)}.${unseen}`;
  return `The longest of ${count} recoveries took ${formatMeasured(maximum)}; it covers the 95th percentile with a probability of ${formatShare(coverage.p95)}.${unseen}`;
}

function medianSentence({ medianInterval, median, count }: FaultFindings): string {
  if (count === 1) return '';
  if (medianInterval === null)
    return `The median of those measured is ${formatMeasured(median)}; so few give no interval of it.`;
  const { lower, upper, confidence } = medianInterval;
  return `The median lies between ${formatMeasured(lower)} and ${formatMeasured(upper)} with a confidence of ${formatShare(confidence)}.`;
}

/** One recovery after one fault, with the repetition that it belongs to. */
interface Timed {
  readonly repetition: Repetition;
  readonly recovery: RepetitionRecovery;
  readonly victim: string;
}

function timesOf(fault: string, conclusive: readonly Repetition[]): readonly Timed[] {
  return conclusive.flatMap((repetition) =>
    repetition.recoveries
      .filter((recovery) => recovery.fault === fault)
      .map((recovery) => ({ repetition, recovery, victim: hitBy(recovery, repetition) })),
  );
}

function stripsOf(finding: FaultFindings, times: readonly Timed[]): readonly Strip[] {
  const victims = byVictim(times);
  const { median, medianInterval } = finding;
  const recoveryTimes = (own: readonly Timed[]): readonly Dot[] => dotsOf(own, ({ recoveryTimeMs }) => recoveryTimeMs);
  return [
    {
      label: html`<strong>${term('recovery time', 'Recovery time')}</strong>`,
      value: html`<strong>${formatMeasured(finding.maximum)}</strong> <span class="quiet">longest</span>`,
      dots: recoveryTimes(times),
      median,
      medianInterval: medianInterval && [medianInterval.lower, medianInterval.upper],
      hasObjective: true,
    },
    ...(victims.length < 2 ? [] : victims).map(([victim, own]) => ({
      label: html`<span class="quiet">at ${victim}</span>`,
      value: longestOf(recoveryTimes(own)),
      dots: recoveryTimes(own),
      hasObjective: true,
    })),
    stretchStrip(
      term('outage', 'Outage'),
      dotsOf(times, ({ outageMs }) => outageMs),
      false,
    ),
    stretchStrip(
      term('heal outage', 'Heal outage'),
      dotsOf(times, ({ healOutageMs }) => healOutageMs),
      true,
    ),
  ];
}

function stretchStrip(label: Content, dots: readonly Dot[], hasObjective: boolean): Strip {
  return { label, value: longestOf(dots), dots, median: medianOf(dots.map((dot) => dot.measured)), hasObjective };
}

function longestOf(dots: readonly Dot[]): Content {
  const longest = maximumOf(dots.map((dot) => dot.measured));
  if (longest === null) return html`<span class="quiet">not measured</span>`;
  return html`${formatMeasured(longest)} <span class="quiet">longest</span>`;
}

function dotsOf(
  times: readonly Timed[],
  timeOf: (recovery: RepetitionRecovery) => Measured | null | undefined,
): readonly Dot[] {
  return times.flatMap(({ repetition, recovery, victim }) => {
    const measured = timeOf(recovery);
    const title = `Repetition ${repetition.variation.repetition}, ${victim}, ${phaseOf(repetition)}`;
    return measured === null || measured === undefined ? [] : [{ measured, title }];
  });
}

function byVictim(times: readonly Timed[]): readonly (readonly [string, readonly Timed[]])[] {
  const names = [...new Set(times.map(({ victim }) => victim))].sort();
  return names.map((name) => [name, times.filter(({ victim }) => victim === name)] as const);
}

function victimTable(fault: string, times: readonly Timed[]): Markup {
  const columns = [
    { title: 'Victim' },
    { title: 'N', isNumber: true },
    { title: 'Shortest', isNumber: true },
    { title: 'Median', isNumber: true },
    { title: 'Longest', isNumber: true },
    { title: 'Heal outage, longest', isNumber: true },
    { title: 'Redundant again, longest', isNumber: true },
  ];
  const rows = [...byVictim(times), ...(byVictim(times).length > 1 ? [['all', times] as const] : [])].map(
    ([victim, own]) => {
      const recoveries = present(own.map(({ recovery }) => recovery.recoveryTimeMs));
      return [
        victim,
        String(recoveries.length),
        recoveries.length === 0 ? '–' : formatMeasured(orderStatistic(recoveries, 1)),
        formatMeasured(medianOf(recoveries)),
        formatMeasured(maximumOf(recoveries)),
        formatMeasured(maximumOf(present(own.map(({ recovery }) => recovery.healOutageMs)))),
        formatMeasured(maximumOf(present(own.map(({ recovery }) => recovery.fullRedundancyMs)))),
      ];
    },
  );
  return cardTable(`Recovery after ${fault} by victim`, columns, rows);
}

function present(times: readonly (Measured | null | undefined)[]): readonly Measured[] {
  return times.filter((time): time is Measured => time !== null && time !== undefined);
}
