/** How long each node took no write during a fault, told by its probe lane to within a few probe intervals at any business rate. */
import type { FaultRecovery, Interval } from '../../model/recovery.js';
import type { FaultStory } from '../fault-stories.js';
import type { JournalFacts } from '../read-journal.js';
import type { Observation } from './observation.js';
import { probeOutages, type ProbeLaneFacts, type ProbeOutageSearch } from './probe-answers.js';
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
  const edgeMs = 1_000 / ratePerSecond + injectionOf(story).halfWidthMs;
  // What begins after the heal is the heal's; a node that was killed is out until it is back.
  const healMs = story.heal?.startedMs ?? Number.POSITIVE_INFINITY;
  return facts.header.nodes.map(({ name }, index) => {
    const lane = lanes[index];
    if (lane === undefined || isSilent(lane)) return { node: name, outageMs: null, firstSuccessMs: null };
    const outages = probeOutages(lane, probeSearch(facts, range)).filter((outage) => outage.fromMs < healMs);
    const longest = outages.toSorted((a, b) => b.toMs - b.fromMs - (a.toMs - a.fromMs))[0];
    if (longest === undefined) {
      return { node: name, outageMs: { valueMs: 0, errorMs: 0, isCensored: false }, firstSuccessMs: null };
    }
    const valueMs = Math.round(longest.toMs - longest.fromMs);
    const firstSuccessMs = lane.writtenMs.find((atMs) => atMs >= longest.toMs) ?? null;
    const errorMs = edgeMs + heldUpMs(facts, longest.fromMs, longest.toMs);
    return { node: name, outageMs: { valueMs, errorMs, isCensored: longest.isOpen }, firstSuccessMs };
  });
}

function isSilent({ answeredMs, failedStartMs }: ProbeLaneFacts): boolean {
  return answeredMs.length === 0 && failedStartMs.length === 0;
}
