/** One lane a node for the timeline: the states it went through, and when its probes found no answer. */
import { highest } from '../kit/highest.js';
import type { Interval } from '../model/recovery.js';
import type { LagSteps, NodeLane } from '../model/run-record.js';
import type { NodeName } from '../model/topology.js';
import type { EventOf, JournalFacts } from './read-journal.js';
import { nodeGaps } from './recovery/node-gaps.js';
import { probeSearch } from './recovery/node-outages.js';
import { lastProbeMs, type ProbeLaneFacts } from './recovery/probe-answers.js';

type StateEvent = EventOf<'node-state'>;
type LaneState = NodeLane['states'][number];

/** More are thinned out to the highest of each group: what falls behind must stay visible. */
const lagStepsMax = 1_000;

export function buildNodeLanes(
  facts: JournalFacts,
  lanes: readonly ProbeLaneFacts[],
  untilMs: number,
): readonly NodeLane[] {
  const probedUntilMs = Math.min(untilMs, lastProbeMs(lanes));
  return facts.header.nodes.map((node, index) => {
    const lane = lanes[index];
    return buildLane(facts, node, {
      untilMs,
      outages: lane === undefined ? [] : outagesOf(facts, lane, probedUntilMs),
    });
  });
}

interface LaneFacts {
  readonly untilMs: number;
  readonly outages: readonly Interval[];
}

function outagesOf(facts: JournalFacts, lane: ProbeLaneFacts, untilMs: number): readonly Interval[] {
  const search = probeSearch(facts, { fromMs: 0, toMs: untilMs });
  const { ratePerSecond } = facts.header.plan.scenario.probes;
  return nodeGaps(lane, search, 1_000 / ratePerSecond).flatMap(({ fromMs, toMs, isOutage }) =>
    isOutage ? [{ fromMs, toMs }] : [],
  );
}

function buildLane(facts: JournalFacts, { name, zone }: NodeName, { untilMs, outages }: LaneFacts): NodeLane {
  const events = facts.nodeStates.filter((event) => event.node === name);
  const lags = events.flatMap(({ replicaLagMs }) => (replicaLagMs === null ? [] : [replicaLagMs]));
  const lagSteps = lags.length === 0 ? {} : { replicaLag: lagStepsOf(events) };
  return {
    node: name,
    zone,
    states: statesOf(events, untilMs),
    probeOutages: outages,
    replicaLagMsMax: highest(lags),
    ...lagSteps,
  };
}

function lagStepsOf(events: readonly StateEvent[]): LagSteps {
  const changes = events.filter(({ replicaLagMs }, index) => replicaLagMs !== events[index - 1]?.replicaLagMs);
  const groupSize = Math.ceil(changes.length / lagStepsMax);
  const steps: StateEvent[] = [];
  for (let from = 0; from < changes.length; from += groupSize)
    steps.push(furthestBehind(changes.slice(from, from + groupSize)));
  return {
    timeMs: steps.map(({ atMs }) => Math.max(0, Math.round(atMs))),
    lagMs: steps.map(({ replicaLagMs }) => replicaLagMs),
  };
}

function furthestBehind(group: readonly StateEvent[]): StateEvent {
  return group.reduce((most, event) => ((event.replicaLagMs ?? -1) > (most.replicaLagMs ?? -1) ? event : most));
}

/** Events repeat a state when only the lag changed. */
function statesOf(events: readonly StateEvent[], untilMs: number): readonly LaneState[] {
  const changes = events.filter((event, index) => {
    const before = events[index - 1];
    return before === undefined || before.state !== event.state || before.detail !== event.detail;
  });
  return changes
    .map(({ state, detail, atMs }, index) => {
      const toMs = changes[index + 1]?.atMs ?? Math.max(atMs, untilMs);
      return { state, detail, fromMs: Math.max(0, atMs), toMs };
    })
    .filter((each) => each.toMs > each.fromMs);
}
