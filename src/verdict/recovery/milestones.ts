/** Milestones that the system itself tells: when it knew of the fault, and when it was complete again. */
import type { Measured } from '../../model/recovery.js';
import type { FaultStory } from '../fault-stories.js';
import type { EventOf, JournalFacts } from '../read-journal.js';

/** Half the pace at which nodes are asked. */
const pollErrorMs = 125;

export interface InjectionBracket {
  readonly midMs: number;
  readonly halfWidthMs: number;
}

/** The bracket from the command to the first sight of its effect, as midpoint and half width. What is planned begins with its command, however long it takes. */
export function injectionOf({ issuedMs, verifiedMs, planned }: FaultStory): InjectionBracket {
  if (planned !== null) return { midMs: issuedMs, halfWidthMs: 0 };
  const endMs = verifiedMs ?? issuedMs;
  return { midMs: (issuedMs + endMs) / 2, halfWidthMs: (endMs - issuedMs) / 2 };
}

type NodeState = EventOf<'node-state'>;

interface Sign {
  readonly atMs: number;
  readonly errorMs: number;
}

/** The first sign on a survivor: a failover decision, a changed route, a smaller membership. Null when none was seen. */
export function timeToDetect(facts: JournalFacts, story: FaultStory, untilMs: number): Measured | null {
  const { midMs, halfWidthMs } = injectionOf(story);
  const isWithin = ({ atMs }: { readonly atMs: number }): boolean => atMs >= story.issuedMs && atMs < untilMs;
  // A route that changes when a node comes back is its return, not the knowledge of its loss.
  const healMs = story.heal?.startedMs ?? Number.POSITIVE_INFINITY;
  const told = [
    ...facts.notices.filter((notice) => notice.what === 'failover-detected'),
    ...facts.routeChanges.filter((change) => change.atMs < healMs),
  ].filter(isWithin);
  const polled = membershipLosses(facts.nodeStates, story.targets.nodes).filter(isWithin);
  const signs = [
    ...told.map(({ atMs }) => ({ atMs, errorMs: halfWidthMs })),
    ...polled.map((state) => whenSeen(state, story.issuedMs, halfWidthMs)),
  ].sort((a, b) => a.atMs - b.atMs);
  const first = signs[0];
  if (first === undefined) return null;
  return { valueMs: Math.max(0, first.atMs - midMs), errorMs: first.errorMs, isCensored: false };
}

/** What a look sees came about since the look before began, not before the fault, and until it ended itself. */
function whenSeen({ atMs, between }: NodeState, issuedMs: number, halfWidthMs: number): Sign {
  const fromMs = Math.max(issuedMs, between?.fromMs ?? atMs - 2 * pollErrorMs);
  const toMs = Math.max(fromMs, between?.toMs ?? atMs + 2 * pollErrorMs);
  return { atMs: (fromMs + toMs) / 2, errorMs: halfWidthMs + (toMs - fromMs) / 2 };
}

/** Looks in which a survivor saw fewer members than before, or no longer served. */
function membershipLosses(states: readonly NodeState[], targets: readonly string[]): readonly NodeState[] {
  const before = new Map<string, NodeState>();
  const losses: NodeState[] = [];
  for (const state of states) {
    const previous = before.get(state.node);
    before.set(state.node, state);
    if (previous === undefined || targets.includes(state.node)) continue;
    const isSmaller = (state.clusterSize ?? 0) < (previous.clusterSize ?? 0) && state.clusterSize !== null;
    const stoppedServing = previous.state === 'serving' && state.state === 'not-ready';
    if (isSmaller || stoppedServing) losses.push(state);
  }
  return losses;
}

/** Null for a single server, and when the fault was not healed as long as anybody watched; at least the watched time when it was and not all came back. */
export function timeToFullRedundancy(facts: JournalFacts, story: FaultStory): Measured | null {
  const { midMs, halfWidthMs } = injectionOf(story);
  const { heal } = story;
  const { watchedUntilMs, header } = facts;
  if (heal === null || heal.startedMs >= watchedUntilMs || header.nodes.length === 1) return null;
  const againMs = facts.redundantAgainMs.find((atMs) => atMs >= heal.startedMs);
  const isCensored = againMs === undefined;
  return { valueMs: (againMs ?? watchedUntilMs) - midMs, errorMs: halfWidthMs + pollErrorMs, isCensored };
}
