/** How long each node took no write during a fault, told by its probe lane to within a few probe intervals at any business rate. */
import type { FaultRecovery, Interval } from '../../model/recovery.js';
import type { FaultStory } from '../fault-stories.js';
import type { Observation } from './observation.js';
import { probeOutages, type ProbeLaneFacts } from './probe-answers.js';
import { injectionOf } from './milestones.js';

/** Answers this many probe intervals apart are an outage; a shorter gap is the scatter of the lane itself. */
const intervalsMin = 5;
const durationMsMin = 200;

export function shortestProbeOutageMs(ratePerSecond: number): number {
  return Math.max(durationMsMin, (intervalsMin * 1_000) / ratePerSecond);
}

export function nodeOutagesOf(
  { facts, lanes }: Observation,
  story: FaultStory,
  range: Interval,
): FaultRecovery['nodeOutages'] {
  const { ratePerSecond } = facts.header.plan.scenario.probes;
  const errorMs = 1_000 / ratePerSecond + injectionOf(story).halfWidthMs;
  return facts.header.nodes.map(({ name }, index) => {
    const lane = lanes[index];
    if (lane === undefined || isSilent(lane)) return { node: name, outageMs: null, firstSuccessMs: null };
    const outages = probeOutages(lane, range, shortestProbeOutageMs(ratePerSecond));
    const longest = outages.toSorted((a, b) => b.toMs - b.fromMs - (a.toMs - a.fromMs))[0];
    if (longest === undefined) {
      return { node: name, outageMs: { valueMs: 0, errorMs: 0, isCensored: false }, firstSuccessMs: null };
    }
    const valueMs = Math.round(longest.toMs - longest.fromMs);
    const firstSuccessMs = lane.writtenMs.find((atMs) => atMs >= longest.toMs) ?? null;
    return { node: name, outageMs: { valueMs, errorMs, isCensored: longest.isOpen }, firstSuccessMs };
  });
}

function isSilent({ answeredMs, failedStartMs }: ProbeLaneFacts): boolean {
  return answeredMs.length === 0 && failedStartMs.length === 0;
}
