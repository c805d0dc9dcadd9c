/** What the repetitions say about each fault: maximum, median with its interval, and what the maximum covers. */
import type { Measured } from '../../model/recovery.js';
import type { FaultFindings, Repetition } from '../../model/rto.js';
import { coverageOfMaximum } from './coverage.js';
import { maximumOf, medianOf, medianRanks, orderStatistic } from './order-statistics.js';

/** `conclusive` are repetitions that count, `faults` the names in the scenario's order. */
export function findingsByFault(
  conclusive: readonly Repetition[],
  faults: readonly string[],
): readonly FaultFindings[] {
  return faults.map((fault) => findingsOf(fault, recoveryTimesOf(conclusive, fault)));
}

function findingsOf(fault: string, times: readonly Measured[]): FaultFindings {
  const count = times.length;
  const ranks = medianRanks(count);
  return {
    fault,
    count,
    censored: times.filter((time) => time.isCensored).length,
    maximum: maximumOf(times),
    median: medianOf(times),
    medianInterval: ranks && {
      ...ranks,
      lower: orderStatistic(times, ranks.lowerRank),
      upper: orderStatistic(times, ranks.upperRank),
    },
    coverage: { p90: coverageOfMaximum(count, 0.9), p95: coverageOfMaximum(count, 0.95) },
  };
}

function recoveryTimesOf(repetitions: readonly Repetition[], fault: string): readonly Measured[] {
  return repetitions.flatMap(({ recoveries }) =>
    recoveries.flatMap((each) => (each.fault === fault && each.recoveryTimeMs !== null ? [each.recoveryTimeMs] : [])),
  );
}

/** The fault with the longest recovery; one that was not seen to end is longer than any. */
export function worstOf(faults: readonly FaultFindings[]): FaultFindings | null {
  return faults.reduce<FaultFindings | null>((worst, each) => (reachOf(each) > reachOf(worst) ? each : worst), null);
}

function reachOf(finding: FaultFindings | null): number {
  const maximum = finding?.maximum ?? null;
  if (maximum === null) return -1;
  return maximum.isCensored ? Infinity : maximum.valueMs;
}
