/** How exactly the length of an outage or a brownout is known: the one is told by single arrivals, the other by whole windows. */
import type { Interval, Stretch } from '../../model/recovery.js';
import type { Observation } from './observation.js';
import { arrivalResolutionMs } from './resolution.js';
import { windowEnd } from './windows.js';

/**
 * Service stopped between the last good arrival and the first bad one, and was back between the last bad and the next good one: the length is wrong by
 * the longer of these gaps at most, up or down.
 */
export function outageStretches(observation: Observation, outages: readonly Interval[]): readonly Stretch[] {
  const { goodput, facts } = observation;
  const { arrivals } = facts.header.plan.scenario.traffic;
  return outages.map(({ fromMs, toMs }) => {
    const gapsMs = [fromMs, toMs].map((atMs) => arrivalResolutionMs(goodput, atMs, arrivals));
    return { fromMs, toMs, errorMs: rounded(Math.max(...gapsMs)) };
  });
}

/** Where in its first and in its last window a brownout began and ended is not known. */
export function brownoutStretches({ goodput }: Observation, brownouts: readonly Interval[]): readonly Stretch[] {
  return brownouts.map(({ fromMs, toMs }) => {
    const from = goodput.indexAt(fromMs);
    const endMs = goodput.timeMs[windowEnd(goodput, from, goodput.count)] ?? toMs;
    return { fromMs, toMs, errorMs: rounded(Math.max(0, endMs - fromMs)) };
  });
}

function rounded(valueMs: number): number {
  return Math.round(valueMs * 1_000) / 1_000;
}
