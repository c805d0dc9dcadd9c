/** Availability by time: the share of the measured time that was no outage. It tells nothing of what failed one by one, so no gate looks at it. */
import type { ScheduledPhase } from '../model/plan.js';
import type { Interval } from '../model/recovery.js';
import { findOutages } from './recovery/find-outages.js';
import type { Goodput } from './recovery/goodput.js';

/** Warm-up is no part of it, nor what was not observed; null when nothing is left. */
export function timeAvailability(
  goodput: Goodput,
  phases: readonly ScheduledPhase[],
  observedUntilMs: number,
): number | null {
  // Over the whole run at once: an outage may begin in one phase and end in the next.
  const outages = findOutages(goodput, { fromMs: 0, toMs: observedUntilMs });
  let measuredMs = 0;
  let outMs = 0;
  for (const { startMs, endMs, isWarmup } of phases) {
    const phase = { fromMs: startMs, toMs: Math.min(endMs, observedUntilMs) };
    if (isWarmup || phase.toMs <= phase.fromMs) continue;
    measuredMs += phase.toMs - phase.fromMs;
    outMs += outages.reduce((sum, outage) => sum + overlapMs(outage, phase), 0);
  }
  return measuredMs === 0 ? null : 1 - outMs / measuredMs;
}

function overlapMs(one: Interval, other: Interval): number {
  return Math.max(0, Math.min(one.toMs, other.toMs) - Math.max(one.fromMs, other.fromMs));
}
