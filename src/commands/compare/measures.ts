/** The rows of every table that compares: what is measured of a variant, as people read it, and between which ends it lies. */
import { formatCount, formatDuration, formatMeasured, formatMoney, formatNumber } from '../../kit/format.js';
import type { ComparedRun, CountedMoney, EstimatedTime } from '../../model/comparison.js';
import { exitCodes } from '../../model/exit-code.js';
import type { Measured } from '../../model/recovery.js';
import { clearBest, type Direction, type Range } from '../../repeat/compare/clear-best.js';
import type { Term } from '../../catalog/reporters/words/glossary.js';
import { meaningOfExitCode, verdictWords } from '../../catalog/reporters/words/status.js';
import { estimateOf, estimateRange, measuredRange, shareOf, shareRange } from './figures.js';

export const groups = ['What customers felt', 'What became of the money', 'What it costs', 'Verdict'] as const;

export interface Measure {
  readonly group: (typeof groups)[number];
  readonly name: string;
  /** Where the name is defined, when a definition goes by another. */
  readonly term?: Term;
  readonly cell: (run: ComparedRun) => string;
  /** What may be said to be better, and in which direction; left out where nothing is. */
  readonly compared?: { readonly rangeOf: (run: ComparedRun) => Range | null; readonly direction: Direction };
  /** A time that an objective was declared for. */
  readonly promised?: (run: ComparedRun) => Measured | null;
  /** A wrong that nothing makes up for. */
  readonly isWrong?: (run: ComparedRun) => boolean;
}

/** What customers felt first, then their money, then the price, then the verdict. */
export function measuresOf(runs: readonly ComparedRun[]): readonly Measure[] {
  return [...feltMeasures(runs), ...moneyMeasures, ...costMeasures(runs), ...verdictMeasures];
}

/** The place of the run that is better than all others beyond the errors; null where none is. A run that decides nothing wins nothing, and may still be in the way. */
export function bestOf({ compared }: Measure, runs: readonly ComparedRun[]): number | null {
  if (compared === undefined) return null;
  const best = clearBest(runs.map(compared.rangeOf), compared.direction);
  return best === null || runs[best]?.verdict === 'inconclusive' ? null : best;
}

function feltMeasures(runs: readonly ComparedRun[]): readonly Measure[] {
  const group = 'What customers felt';
  const faults = [...new Set(runs.flatMap(({ recoveries }) => recoveries.map(({ fault }) => fault)))];
  return [
    { group, name: 'nobody could pay', term: 'outage', ...timeOf(({ outageMs }) => outageMs) },
    {
      group,
      name: 'payments went through',
      term: 'availability',
      cell: shareOf,
      compared: { rangeOf: shareRange, direction: 'most' },
    },
    ...faults.map((fault): Measure => {
      const recovery = ({ recoveries }: ComparedRun): Measured | null =>
        recoveries.find((each) => each.fault === fault)?.recoveryTimeMs ?? null;
      const name = faults.length === 1 ? 'recovery time' : `recovery time, ${fault}`;
      return { group, name, term: 'recovery time', ...timeOf(recovery), promised: recovery };
    }),
    {
      group,
      name: 'slowest answers, p99',
      term: 'response time',
      // Older runs know it of correct answers only.
      cell: ({ slowest, responseTimeMsP99 }) =>
        slowest === undefined ? formatDuration(responseTimeMsP99) : unlessUnanswered(slowest),
      compared: { rangeOf: ({ slowest }) => estimateRange(slowest), direction: 'least' },
    },
  ];
}

const money = { group: 'What became of the money' } as const;
const moneyMeasures: readonly Measure[] = [
  {
    ...money,
    name: 'lost payments',
    term: 'lost',
    cell: ({ payments }) => moneyOf(payments?.lost),
    isWrong: ({ payments }) => payments !== null && payments.lost.count > 0,
  },
  {
    ...money,
    name: 'double charges',
    term: 'duplicate',
    cell: ({ payments }) => moneyOf(payments?.doubleCharges),
    isWrong: ({ payments }) => payments !== null && payments.doubleCharges.count > 0,
  },
  { ...money, name: 'lost sales', cell: ({ payments }) => moneyOf(payments?.lostSales) },
  { ...money, name: 'in doubt at the end', term: 'in doubt', cell: ({ inDoubt }) => formatCount(inDoubt) },
];

/** In quiet times the price of safety shows: who waits for a receipt waits every day. */
function costMeasures(runs: readonly ComparedRun[]): readonly Measure[] {
  const group = 'What it costs';
  const quiet = (name: string, pick: (run: ComparedRun) => EstimatedTime | null | undefined): Measure => ({
    group,
    name,
    term: 'response time',
    cell: (run) => estimateOf(pick(run)),
    compared: { rangeOf: (run) => estimateRange(pick(run)), direction: 'least' },
  });
  const hasFaults = runs.some(({ recoveries }) => recoveries.length > 0);
  return [
    ...(hasFaults
      ? [
          quiet('before the fault, p50', ({ quiet: times }) => times?.responseTimeMsP50),
          quiet('before the fault, p99', ({ quiet: times }) => times?.responseTimeMsP99),
        ]
      : []),
    { group, name: 'attempts per arrival', cell: ({ load }) => load.attemptsPerArrival?.toFixed(3) ?? '–' },
    { group, name: 'peak attempts', cell: ({ load }) => `${formatNumber(load.attemptsPerSecondMax)}/s` },
  ];
}

const verdictMeasures: readonly Measure[] = [
  {
    group: 'Verdict',
    name: 'verdict',
    cell: ({ verdict }) => `${verdictWords[verdict].icon} ${verdictWords[verdict].word}`,
  },
  { group: 'Verdict', name: 'exit code', cell: ({ exitCode }) => String(exitCode) },
];

/** What the exit code of a comparison says: that of a pass speaks of variants, not of gates. */
export function meaningOf(exitCode: number): string {
  return exitCode === exitCodes.pass ? 'every variant was played and judged' : meaningOfExitCode(exitCode);
}

/** Runs end in chance: what one run each can and cannot show. */
export const oneRunEach =
  'One run each, with the same seed: times that differ by less than their error bars do not differ. How much one setting varies from run to run is what `paystorm rto` measures.';

function timeOf(measured: (run: ComparedRun) => Measured | null): Pick<Measure, 'cell' | 'compared'> {
  return {
    cell: (run) => formatMeasured(measured(run)),
    compared: { rangeOf: (run) => measuredRange(measured(run)), direction: 'least' },
  };
}

function moneyOf(found: CountedMoney | undefined): string {
  if (found === undefined) return 'unknown';
  return found.count === 0 ? '0' : `${formatCount(found.count)} (${formatMoney(found.money)})`;
}

/** Of more than one in a hundred who got no answer nobody knows how long it would have taken: the deadline is no time to hold against another's. */
function unlessUnanswered(slowest: EstimatedTime | null): string {
  return slowest?.isAtLeast === true ? 'no answer' : estimateOf(slowest);
}
