/** Figures of a variant as people read them, and between which ends each of them lies. */
import { formatDuration, formatPercent, formatRatio, formatWithError } from '../../kit/format.js';
import type { ComparedRun, EstimatedTime } from '../../model/comparison.js';
import type { Measured } from '../../model/recovery.js';
import type { Range } from '../../repeat/compare/clear-best.js';
import { wilsonInterval } from '../../statistics/wilson.js';

/** What was not seen to end may be as long as it likes. */
export function measuredRange(measured: Measured | null): Range | null {
  if (measured === null) return null;
  const { valueMs, errorMs, isCensored } = measured;
  return [valueMs - errorMs, isCensored ? Infinity : valueMs + errorMs];
}

export function estimateRange(time: EstimatedTime | null | undefined): Range | null {
  if (time === null || time === undefined || time.errorMs === null) return null;
  return [time.valueMs - time.errorMs, time.isAtLeast ? Infinity : time.valueMs + time.errorMs];
}

export function estimateOf(time: EstimatedTime | null | undefined): string {
  if (time === null || time === undefined) return '–';
  if (time.isAtLeast) return `≥ ${formatDuration(time.valueMs)}`;
  return time.errorMs === null ? formatDuration(time.valueMs) : formatWithError(time.valueMs, time.errorMs, 2);
}

/** Null of older runs, which did not count the payments apart. */
export function shareRange({ served }: ComparedRun): Range | null {
  return served === undefined || served.arrivals === 0 ? null : wilsonInterval(served.good, served.arrivals);
}

export function shareOf(run: ComparedRun): string {
  const range = shareRange(run);
  return range === null || run.availabilityRatio === null
    ? formatPercent(run.availabilityRatio)
    : formatRatio(run.availabilityRatio, range);
}
