/** The part of a scenario in which chance may break something: after a stretch of quiet that serves as the baseline, and long enough before the end to see what comes back. */
import type { Plan } from '../../model/plan.js';
import { baselineArrivalsMin } from '../../model/recovery.js';

export interface ExploreWindow {
  readonly fromMs: number;
  readonly toMs: number;
  /** Before each fault, so that its recovery can be measured: payments in flight when it comes suffer from it, and are no part of the baseline. */
  readonly quietMs: number;
}

const quietMsMin = 6_000;
/** Arrivals come by chance: where so many are expected, there are enough for a baseline. */
const quietArrivals = 1.2 * baselineArrivalsMin;
/** A recovery is watched for the sustained time after the last heal, and may begin as much later and a little more. */
const recoveryRoomMs = 4_000;
const windowMsMin = 3_000;

/** Null when the scenario is too short to break anything in it; `neededMs` tells how long its measured phases must be. */
export function exploreWindow(plan: Plan): ExploreWindow | null {
  const quietMs = quietBeforeMs(plan);
  const fromMs = startOf(plan) + quietMs;
  const toMs = plan.durationMs - quietAfterMs(plan);
  return toMs - fromMs < windowMsMin ? null : { fromMs, toMs, quietMs };
}

export function neededMs(plan: Plan): number {
  return quietBeforeMs(plan) + windowMsMin + quietAfterMs(plan);
}

/** At the average rate. */
function quietBeforeMs({ arrivalsExpected, durationMs, scenario }: Plan): number {
  const untilEnoughMs = (quietArrivals * durationMs) / Math.max(1, arrivalsExpected);
  return Math.ceil(Math.max(quietMsMin, scenario.client.deadlineMs + untilEnoughMs));
}

function quietAfterMs({ scenario }: Plan): number {
  return 2 * scenario.recovery.sustainedMs + recoveryRoomMs;
}

function startOf({ phases }: Plan): number {
  return phases.find((phase) => !phase.isWarmup)?.startMs ?? 0;
}
