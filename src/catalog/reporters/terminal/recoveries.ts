/** How the service lived through each fault, in the terminal: a table where it fits, and sentences where it would break or where nothing can be said. */
import { counted, formatMeasured, formatPercent } from '../../../kit/format.js';
import type { FaultRecovery } from '../../../model/recovery.js';
import type { RunRecord } from '../../../model/run-record.js';
import { plannedSentence } from '../words/planned.js';
import { skewSentence } from '../words/skew.js';
import { plainText as clean, visibleLength, wrapText as wrap } from '../words/wrap.js';
import { tableOf, type Page } from './page.js';

const titles = ['recovery time', 'first success', 'heal outage', 'redundant'] as const;
const widths = [16, 16, 15, 14] as const;
const gap = 2;

export function recoveriesOf({ recoveries }: RunRecord, page: Page): string {
  if (recoveries.length === 0) return '';
  const longestName = Math.max(...recoveries.map(({ fault }) => visibleLength(clean(fault))));
  const doesFit = longestName + gap + widths.reduce((sum, width) => sum + width, 0) <= page.columns;
  const rows = recoveries.map((recovery) => [clean(recovery.fault), ...milestonesOf(recovery)]);
  const shown = doesFit
    ? tableOf(page, [null, ...widths], rows, ['fault', ...titles])
    : rows.map(([fault, ...values]) => wrap(`${fault}: ${named(values)}.`, page.columns)).join('\n');
  const sentences = recoveries.flatMap((recovery) => [
    ...reasonOf(recovery, page),
    ...plannedOf(recovery, page),
    ...skewOf(recovery, page),
    ...stallsOf(recovery, page),
    ...zonesOf(recovery, page),
  ]);
  return [shown, ...sentences].join('\n');
}

function milestonesOf(recovery: FaultRecovery): readonly string[] {
  return [
    recovery.inconclusive === null ? formatMeasured(recovery.recoveryTimeMs) : 'inconclusive',
    formatMeasured(recovery.timeToFirstSuccessMs),
    formatMeasured(recovery.healOutageMs),
    formatMeasured(recovery.timeToFullRedundancyMs),
  ];
}

function named(values: readonly string[]): string {
  return values.map((value, index) => `${titles[index]} ${value}`).join(', ');
}

/** A whole sentence has no place in a column of numbers. */
function reasonOf({ fault, inconclusive }: FaultRecovery, { columns }: Page): readonly string[] {
  return inconclusive === null ? [] : [wrap(`Inconclusive after ${clean(fault)}: ${clean(inconclusive)}`, columns)];
}

function plannedOf(recovery: FaultRecovery, { columns }: Page): readonly string[] {
  const sentence = plannedSentence(recovery);
  return sentence === null ? [] : [wrap(clean(sentence), columns)];
}

function skewOf(recovery: FaultRecovery, { columns }: Page): readonly string[] {
  const sentence = skewSentence(recovery);
  return sentence === null ? [] : [wrap(`${clean(recovery.fault)}: ${sentence}`, columns)];
}

/** What the deadline hides from customers, and what clients of one node felt. */
function stallsOf({ fault, nodeOutages }: FaultRecovery, { columns }: Page): readonly string[] {
  const stalls = nodeOutages.map(({ node, outageMs }) => `${clean(node)} ${formatMeasured(outageMs)}`);
  if (stalls.length === 0) return [];
  return [wrap(`Without a successful probe after ${clean(fault)}: ${stalls.join(', ')}.`, columns)];
}

/** Both sides of a split: whose customers were served, and whom a server sent away. */
function zonesOf({ fault, planned, zones }: FaultRecovery, { columns }: Page): readonly string[] {
  const met = zones.filter((view) => view.arrivals > 0);
  if (met.length < 2) return [];
  const told = met.map(
    (view) =>
      `${clean(view.zone)} ${formatPercent(view.good / view.arrivals)}${view.refused === 0 ? '' : ` with ${counted(view.refused, 'refusal')}`}`,
  );
  const stretch = planned?.stays === true ? `from ${clean(fault)} on` : `until ${clean(fault)} was healed`;
  return [wrap(`Customers served well ${stretch}, by zone: ${told.join('; ')}.`, columns)];
}
