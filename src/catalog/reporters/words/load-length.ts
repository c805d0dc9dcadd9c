/** How long the load was: of a run that was cut, both what was driven and what was planned. */
import { formatDuration } from '../../../kit/format.js';
import type { RunRecord } from '../../../model/run-record.js';

/** 55 s, or 13 s of 55 s. */
export function loadLength({ durationMs, plannedDurationMs }: RunRecord): string {
  const [driven, planned] = [formatDuration(durationMs), formatDuration(plannedDurationMs)];
  return durationMs < plannedDurationMs ? `${driven} of ${planned}` : driven;
}
