/** How long each node took no write during a fault, told by its probe lane to within a few probe intervals at any business rate. */
import type { FaultRecovery, Interval } from '../../model/recovery.js';
import type { FaultStory } from '../fault-stories.js';
import type { JournalFacts } from '../read-journal.js';
import type { Observation } from './observation.js';
import { nodeGaps, type NodeGap } from './node-gaps.js';
import type { ProbeLaneFacts, ProbeOutageSearch } from './probe-answers.js';
import { injectionOf } from './milestones.js';

/** Answers this many probe intervals apart are an outage; a shorter gap is the scatter of the lane itself. */
const intervalsMin = 5;
const durationMsMin = 200;
/** Between two reports of the instrument. */
const secondMs = 1_000;

export function probeSearch(facts: JournalFacts, range: Interval): ProbeOutageSearch {
  const { ratePerSecond } = facts.header.plan.scenario.probes;
  const shortestMs = Math.max(durationMsMin, (intervalsMin * 1_000) / ratePerSecond);
  return { range, shortestMs, heldUpMs: (fromMs, toMs) => heldUpMs(facts, fromMs, toMs) };
}

/** The longest delay of the main thread's event loop in the seconds that a stretch touches. */
function heldUpMs({ instrument }: JournalFacts, fromMs: number, toMs: number): number {
  const touching = instrument.filter(({ atMs }) => atMs > fromMs && atMs - secondMs < toMs);
  return touching.reduce((longest, each) => Math.max(longest, each.eventLoopDelayMsMax), 0);
}

export function nodeOutagesOf(
  { facts, lanes }: Observation,
  story: FaultStory,
  range: Interval,
): FaultRecovery['nodeOutages'] {
  const { ratePerSecond } = facts.header.plan.scenario.probes;
  const { halfWidthMs } = injectionOf(story);
  // What begins after the heal is the heal's; a node that was killed is out until it is back.
  const healMs = story.heal?.startedMs ?? Number.POSITIVE_INFINITY;
  return facts.header.nodes.map(({ name }, index) => {
    const lane = lanes[index];
    if (lane === undefined || isSilent(lane)) return { node: name, outageMs: null, firstSuccessMs: null };
    const gaps = nodeGaps(lane, probeSearch(facts, range), 1_000 / ratePerSecond).filter((gap) => gap.fromMs < healMs);
    const longest = longestOf(gaps.filter((gap) => gap.isOutage));
    const doubtfulMs = Math.round(lengthMs(longestOf(gaps.filter((gap) => !gap.isOutage))));
    if (longest === null) {
      return { node: name, outageMs: { valueMs: 0, errorMs: doubtfulMs, isCensored: false }, firstSuccessMs: null };
    }
    const valueMs = Math.round(lengthMs(longest));
    const firstSuccessMs = lane.writtenMs.find((atMs) => atMs >= longest.toMs) ?? null;
    // A longer gap that the prober may have slept through may have been the node's all the same.
    const errorMs = Math.max(longest.intervalMs + halfWidthMs + longest.heldUpMs, doubtfulMs - valueMs);
    return { node: name, outageMs: { valueMs, errorMs, isCensored: longest.isOpen }, firstSuccessMs };
  });
}

function longestOf(gaps: readonly NodeGap[]): NodeGap | null {
  return gaps.reduce<NodeGap | null>((longest, gap) => (lengthMs(gap) > lengthMs(longest) ? gap : longest), null);
}

function lengthMs(gap: Interval | null): number {
  return gap === null ? 0 : gap.toMs - gap.fromMs;
}

function isSilent({ answeredMs, failedStartMs }: ProbeLaneFacts): boolean {
  return answeredMs.length === 0 && failedStartMs.length === 0;
}
