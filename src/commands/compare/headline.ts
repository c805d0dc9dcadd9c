/** What was compared and what came of it, in the sentences that every page of a comparison begins with. Made of the numbers: nothing is called better where error bars overlap. */
import { counted, formatDuration, formatMeasured, formatMoney } from '../../kit/format.js';
import type { ComparedRun, ComparisonRecord, CountedMoney } from '../../model/comparison.js';
import { clearBest, possibleBest, type Direction, type Range } from '../../repeat/compare/clear-best.js';
import { estimateOf, estimateRange, measuredRange, shareOf, shareRange } from './figures.js';

type Compared = Pick<ComparisonRecord, 'scenario' | 'variants' | 'runs'>;

/** Whole sentences, most important first; at least one. */
export function headlineOf({ scenario, variants, runs }: Compared): readonly string[] {
  const told = runs.filter(({ verdict }) => verdict !== 'inconclusive');
  const open = runs.filter(({ verdict }) => verdict === 'inconclusive');
  const missing = variants.slice(runs.length);
  const lengthMs = scenario.traffic.phases.reduce(
    (sum, { durationMs, isWarmup }) => sum + (isWarmup ? 0 : durationMs),
    0,
  );
  return [
    ...serviceSentences(told, lengthMs),
    ...moneySentences(runs),
    ...priceSentences(told),
    ...open.map(({ value }) => `The run with ${value} decides nothing, so its times count for nothing here.`),
    ...(missing.length === 0 ? [] : [`Not played yet: ${listed(missing.map(({ value }) => value))}.`]),
  ];
}

function serviceSentences(runs: readonly ComparedRun[], lengthMs: number): readonly string[] {
  if (runs.length === 0) return [];
  const outages = runs.flatMap(({ outageMs }) => outageMs ?? []);
  const hasStopped = outages.some(({ valueMs, isCensored }) => valueMs > 0 || isCensored);
  if (outages.length < runs.length || !hasStopped) return shareSentences(runs, outages.length === runs.length);
  const parts = runs.map(({ value, outageMs }) =>
    outageMs?.valueMs === 0 && !outageMs.isCensored
      ? `at no time with ${value}`
      : `for ${formatMeasured(outageMs)} with ${value}`,
  );
  const ranges = runs.map(({ outageMs }) => measuredRange(outageMs));
  return [
    `Of the same ${formatDuration(lengthMs)} of payments, nobody could pay ${listed(parts)}.`,
    ...overlapSentences(runs, ranges, 'least'),
  ];
}

/** Where nobody was shut out together, customers differ in how many of them were. */
function shareSentences(runs: readonly ComparedRun[], isKnownToGoOn: boolean): readonly string[] {
  const [first, ...others] = runs.filter(({ availabilityRatio }) => availabilityRatio !== null);
  const lead = 'Payments never stopped for everybody';
  if (first === undefined) return isKnownToGoOn ? [`${lead}.`] : [];
  const whole = isKnownToGoOn ? 'them' : 'the payments';
  const parts = [
    `${shareOf(first)} of ${whole} went through in time with ${first.value}`,
    ...others.map((run) => `${shareOf(run)} with ${run.value}`),
  ];
  const known = [first, ...others];
  return [
    `${isKnownToGoOn ? `${lead}: ` : ''}${listed(parts)}.`,
    ...overlapSentences(known, known.map(shareRange), 'most'),
  ];
}

/** Silent where one is clearly the best, where somebody's error is not known, and where those in question are the very same. */
function overlapSentences(
  runs: readonly ComparedRun[],
  ranges: readonly (Range | null)[],
  direction: Direction,
): readonly string[] {
  if (runs.length < 2 || ranges.includes(null) || clearBest(ranges, direction) !== null) return [];
  const together = possibleBest(ranges, direction);
  if (new Set(together.map((place) => String(ranges[place]))).size === 1) return [];
  const names = listed(together.map((place) => runs[place]?.value ?? ''));
  return together.length === runs.length
    ? ['Their error bars overlap: one run each does not tell them apart.']
    : [`The error bars of ${names} overlap: one run each does not tell these apart.`];
}

/** Money is counted and not estimated: what went wrong did, whatever else the run decides. */
function moneySentences(runs: readonly ComparedRun[]): readonly string[] {
  const known = runs.flatMap(({ value, payments }) => (payments === null ? [] : [{ value, ...payments }]));
  const unknown = runs.filter(({ payments }) => payments === null).map(({ value }) => value);
  const unread =
    unknown.length === 0
      ? []
      : [`What became of the payments with ${listed(unknown)} is unknown: the ledger was not read back.`];
  if (known.length === 0) return unread;
  const wrong = known.filter(({ lost, doubleCharges }) => lost.count + doubleCharges.count > 0);
  const right = known.filter((each) => !wrong.includes(each));
  const all = known.length < runs.length ? ` with ${listed(known.map(({ value }) => value))}` : '';
  if (wrong.length === 0) return [`No payment was lost or charged twice${all}.`, ...unread];
  const told = wrong.map(({ value, lost, doubleCharges }) => {
    const wrongs = [...wrongOf(lost, 'lost'), ...wrongOf(doubleCharges, 'charged twice')];
    return `With ${value}, ${wrongs.join(' and ')}.`;
  });
  const rest =
    right.length === 0 ? [] : [`With ${listed(right.map(({ value }) => value))} none was lost or charged twice.`];
  return [...told, ...rest, ...unread];
}

function wrongOf({ count, money }: CountedMoney, what: string): readonly string[] {
  if (count === 0) return [];
  return [`${counted(count, 'payment')} ${count === 1 ? 'was' : 'were'} ${what} (${formatMoney(money)})`];
}

/** Only where the difference is beyond the errors: what is no difference costs nothing. */
function priceSentences(runs: readonly ComparedRun[]): readonly string[] {
  const ranges = runs.map(({ quiet }) => estimateRange(quiet?.responseTimeMsP50));
  const hasFaults = runs.some(({ recoveries }) => recoveries.length > 0);
  if (!hasFaults || (clearBest(ranges, 'least') === null && clearBest(ranges, 'most') === null)) return [];
  const parts = runs.map(({ value, quiet }) => `${estimateOf(quiet?.responseTimeMsP50)} with ${value}`);
  return [`Before anything broke, half of the payments were answered within ${listed(parts)}.`];
}

/** "a, b and c". */
export function listed(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
}
