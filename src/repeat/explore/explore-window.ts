/** The part of a scenario in which chance may break something: after a stretch of quiet that serves as the baseline, and long enough before the end to see what comes back. */
import type { Plan } from '../../model/plan.js';

export interface ExploreWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

const quietBeforeMs = 6_000;
/** A recovery is watched for the sustained time after the last heal, and may begin as much later and a little more. */
const recoveryRoomMs = 4_000;
const windowMsMin = 3_000;

/** Null when the scenario is too short to break anything in it; `neededMs` tells how long its measured phases must be. */
export function exploreWindow({ phases, durationMs, scenario }: Plan): ExploreWindow | null {
  const fromMs = startOf(phases) + quietBeforeMs;
  const toMs = durationMs - quietAfterMs(scenario);
  return toMs - fromMs < windowMsMin ? null : { fromMs, toMs };
}

export function neededMs({ scenario }: Plan): number {
  return quietBeforeMs + windowMsMin + quietAfterMs(scenario);
}

function quietAfterMs({ recovery }: Plan['scenario']): number {
  return 2 * recovery.sustainedMs + recoveryRoomMs;
}

function startOf(phases: Plan['phases']): number {
  return phases.find((phase) => !phase.isWarmup)?.startMs ?? 0;
}
