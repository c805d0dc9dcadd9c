/** The waterfall of one fault: milestones as bars on an axis that begins at the injection, with their error bars. */
import { formatDuration, formatMeasured } from '../../../../kit/format.js';
import type { FaultRecovery, Interval, Measured } from '../../../../model/recovery.js';
import { html, type Content, type Markup } from '../markup.js';
import { linearScale, type Scale } from '../scale.js';
import { term } from '../term.js';

interface Milestone {
  readonly label: Content;
  readonly measured: Measured | null;
  /** Where the bar starts, on the axis that begins at the injection. */
  readonly fromMs: number;
  readonly isHeadline?: boolean;
}

export interface Surroundings {
  readonly objectiveMs: number | null;
  /** Of one server there is no redundancy to be had again. */
  readonly isSingleServer: boolean;
}

function milestonesOf(recovery: FaultRecovery, injectMs: number, isSingleServer: boolean): readonly Milestone[] {
  const redundant = {
    label: term('full redundancy', 'Redundant again'),
    measured: recovery.timeToFullRedundancyMs,
    fromMs: 0,
  };
  const healAtMs = recovery.heal === null ? 0 : recovery.heal.startedMs - injectMs;
  return [
    { label: term('time to impact', 'First impact'), measured: recovery.timeToImpactMs, fromMs: 0 },
    { label: 'Noticed by a client', measured: recovery.timeToDetectByClientsMs, fromMs: 0 },
    { label: term('time to detect', 'Detected'), measured: recovery.timeToDetectMs, fromMs: 0 },
    { label: term('first success', 'First success'), measured: recovery.timeToFirstSuccessMs, fromMs: 0 },
    { label: term('recovery time', 'Recovered'), measured: recovery.recoveryTimeMs, fromMs: 0, isHeadline: true },
    { label: term('steady state', 'Steady state'), measured: recovery.timeToSteadyStateMs, fromMs: 0 },
    { label: term('heal outage', 'Heal outage'), measured: recovery.healOutageMs, fromMs: healAtMs },
    ...(isSingleServer ? [] : [redundant]),
  ];
}

export function waterfall(recovery: FaultRecovery, injectMs: number, surroundings: Surroundings): Markup {
  const { objectiveMs, isSingleServer } = surroundings;
  const milestones = milestonesOf(recovery, injectMs, isSingleServer);
  const ends = milestones.map(({ measured, fromMs }) =>
    measured === null ? 0 : fromMs + measured.valueMs + measured.errorMs,
  );
  const heal = healOf(recovery, injectMs);
  const scale = linearScale(Math.max(...ends, heal?.endMs ?? 0, objectiveMs ?? 0, 1000) * 1.02);
  const rows = milestones.map((milestone) => milestoneRow(milestone, scale, objectiveMs));
  return html`<div class="waterfall">
    ${windowRow(recovery, heal, scale)}
    ${barRow('Payments', impactText(recovery), impactBars(recovery, injectMs, scale))} ${rows}
    <div class="row axis" aria-hidden="true">
      <span></span
      ><span></span
      >${drawing(scale.ticks.map((tick) => html`<text x="${scale.at(tick)}%" y="12">${tick === 0 ? 'injection' : formatDuration(tick)}</text>`))}
    </div>
  </div>`;
}

interface HealSpan {
  readonly startMs: number;
  readonly endMs: number;
  readonly isVerified: boolean;
}

function healOf({ heal }: FaultRecovery, injectMs: number): HealSpan | null {
  if (heal === null) return null;
  const startMs = heal.startedMs - injectMs;
  return {
    startMs,
    endMs: heal.verifiedMs === null ? startMs : heal.verifiedMs - injectMs,
    isVerified: heal.verifiedMs !== null,
  };
}

/** Strong until the heal begins, weaker until its effect was seen. */
function windowRow({ planned }: FaultRecovery, heal: HealSpan | null, scale: Scale): Markup {
  const name = planned === undefined ? term('fault', 'Fault window') : 'Planned operation';
  if (planned?.stays === true) {
    const { tookMs } = planned;
    const took = tookMs === null ? 'not seen to be done' : `${formatMeasured(tookMs)}, and stays`;
    return barRow(name, took, bar(scale, 'window', 0, tookMs?.valueMs ?? Infinity));
  }
  if (heal === null) return barRow(name, 'not healed', bar(scale, 'window', 0, Infinity));
  const end = heal.isVerified ? `healed by ${formatDuration(heal.endMs)}` : 'heal not verified';
  return barRow(name, `heal at ${formatDuration(heal.startMs)}, ${end}`, [
    bar(scale, 'window', 0, heal.startMs),
    bar(scale, 'healing', heal.startMs, heal.endMs),
  ]);
}

function milestoneRow(
  { label, measured, fromMs, isHeadline }: Milestone,
  scale: Scale,
  objectiveMs: number | null,
): Markup {
  const value = measured === null ? html`<span class="quiet">not observed</span>` : formatMeasured(measured);
  const objective = isHeadline === true && objectiveMs !== null;
  const text = objective
    ? html`${value} <span class="quiet whole">(objective ${formatDuration(objectiveMs)})</span>`
    : value;
  const marks = [
    measured === null
      ? null
      : bar(scale, isHeadline === true ? 'headline' : 'milestone', fromMs, fromMs + measured.valueMs),
    measured === null ? null : errorBar(scale, fromMs, measured),
    objective &&
      html`<line class="objective" x1="${scale.at(objectiveMs)}%" x2="${scale.at(objectiveMs)}%" y1="0" y2="18" />`,
  ];
  return barRow(
    isHeadline === true ? html`<strong>${label}</strong>` : label,
    isHeadline === true ? html`<strong>${text}</strong>` : text,
    marks,
  );
}

function barRow(label: Content, value: Content, marks: Content): Markup {
  return html`<div class="row">
    <span class="name">${label}</span><span class="value">${value}</span>${drawing(marks)}
  </div> `;
}

/** A row's marks, on an axis that stretches with the page. */
export function drawing(marks: Content): Markup {
  return html`<svg class="bars" width="100%" height="18" aria-hidden="true">${marks}</svg>`;
}

function bar(scale: Scale, kind: string, fromMs: number, toMs: number): Markup {
  const x = scale.at(fromMs);
  return html`<rect
    class="${kind}"
    x="${x}%"
    y="4"
    width="${Math.max(0.15, scale.at(toMs) - x).toFixed(2)}%"
    height="10"
  />`;
}

/** From `fromMs`, to which the measured time is added. */
export function errorBar(scale: Scale, fromMs: number, { valueMs, errorMs, isCensored }: Measured): Content {
  const end = fromMs + valueMs;
  if (isCensored) return html`<text class="censored" x="${scale.at(end)}%" y="14" dx="3">→</text>`;
  const [low, high] = [scale.at(end - errorMs), scale.at(end + errorMs)];
  if (errorMs <= 0) return null;
  return [html`<line class="error" x1="${low}%" x2="${high}%" y1="9" y2="9" />`, cap(low), cap(high)];
}

function cap(x: number): Markup {
  return html`<line class="error" x1="${x}%" x2="${x}%" y1="5" y2="13" />`;
}

function impactBars(recovery: FaultRecovery, injectMs: number, scale: Scale): Content {
  const bars = (kind: string, intervals: readonly Interval[]): Content =>
    intervals.map(({ fromMs, toMs }) => bar(scale, kind, fromMs - injectMs, toMs - injectMs));
  return [
    bars('brownout', [...recovery.brownouts, ...recovery.healBrownouts]),
    bars('outage', [...recovery.outages, ...recovery.healOutages]),
  ];
}

function impactText(recovery: FaultRecovery): Content {
  const outages = [...recovery.outages, ...recovery.healOutages].length;
  const brownouts = [...recovery.brownouts, ...recovery.healBrownouts].length;
  if (recovery.inconclusive !== null && outages + brownouts === 0)
    return html`<span class="quiet">cannot be said</span>`;
  return `${outages} ${outages === 1 ? 'outage' : 'outages'}, ${brownouts} ${brownouts === 1 ? 'brownout' : 'brownouts'}`;
}
