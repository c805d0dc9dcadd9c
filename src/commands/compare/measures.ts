/** The rows of every table that compares: what is measured of a variant, as people read it. */
import {
  formatCount,
  formatDuration,
  formatMeasured,
  formatMoney,
  formatNumber,
  formatPercent,
} from '../../kit/format.js';
import type { ComparedRun, CountedMoney } from '../../model/comparison.js';
import { exitCodes } from '../../model/exit-code.js';
import { meaningOfExitCode, verdictWords } from '../../catalog/reporters/words/status.js';

export interface Measure {
  readonly name: string;
  readonly cell: (run: ComparedRun) => string;
}

/** What customers suffer first, then what it cost the platform, then the verdict. */
export function measuresOf(runs: readonly ComparedRun[]): readonly Measure[] {
  const faults = [...new Set(runs.flatMap(({ recoveries }) => recoveries.map(({ fault }) => fault)))];
  return [
    { name: 'double charges', cell: ({ payments }) => moneyOf(payments?.doubleCharges) },
    { name: 'lost sales', cell: ({ payments }) => moneyOf(payments?.lostSales) },
    { name: 'lost payments', cell: ({ payments }) => moneyOf(payments?.lost) },
    { name: 'in doubt at the end', cell: ({ inDoubt }) => formatCount(inDoubt) },
    ...faults.map((fault) => ({
      name: faults.length === 1 ? 'recovery time' : `recovery time, ${fault}`,
      cell: ({ recoveries }: ComparedRun) =>
        formatMeasured(recoveries.find((each) => each.fault === fault)?.recoveryTimeMs ?? null),
    })),
    { name: 'outage', cell: ({ outageMs }) => formatMeasured(outageMs) },
    { name: 'availability', cell: ({ availabilityRatio }) => formatPercent(availabilityRatio) },
    { name: 'response time p99', cell: ({ responseTimeMsP99 }) => formatDuration(responseTimeMsP99) },
    { name: 'attempts per arrival', cell: ({ load }) => load.attemptsPerArrival?.toFixed(3) ?? '–' },
    { name: 'peak attempts', cell: ({ load }) => `${formatNumber(load.attemptsPerSecondMax)}/s` },
    { name: 'verdict', cell: ({ verdict }) => `${verdictWords[verdict].icon} ${verdictWords[verdict].word}` },
    { name: 'exit code', cell: ({ exitCode }) => String(exitCode) },
  ];
}

/** What the exit code of a comparison says: that of a pass speaks of variants, not of gates. */
export function meaningOf(exitCode: number): string {
  return exitCode === exitCodes.pass ? 'every variant was played and judged' : meaningOfExitCode(exitCode);
}

/** Runs end in chance: what one run each can and cannot show. */
export const oneRunEach =
  'One run each, with the same seed: times that differ by less than their error bars do not differ. How much one setting varies from run to run is what `paystorm rto` measures.';

function moneyOf(found: CountedMoney | undefined): string {
  if (found === undefined) return 'unknown';
  return found.count === 0 ? '0' : `${formatCount(found.count)} (${formatMoney(found.money)})`;
}
