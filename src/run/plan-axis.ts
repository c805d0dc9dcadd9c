/** A clock whose zero is the start of the plan's first phase: the time axis of the journal, the record and every report. */
import type { Clock } from '../model/clock.js';

export function onPlanAxis(clock: Clock, planStartMs: number): Clock {
  return {
    nowMs: () => clock.nowMs() - planStartMs,
    sleep: (durationMs, options) => clock.sleep(durationMs, options),
    wallClockIso: () => clock.wallClockIso(),
  };
}
