/**
 * How many nodes faults break at the same time, counted from when each is planned to come and to be healed. What spoils
 * connections in front of the nodes, loses packets or changes a setting breaks no node; nor does what was planned.
 */
import type { FaultKind } from '../model/fault.js';
import type { Capability, NodeName, TopologyKind } from '../model/topology.js';
import { needsOf } from './capability-of.js';

/** They act on what a node is asked, told or used for, by clients or by others; whatever needs another takes the node itself away, or may. */
const sparing: ReadonlySet<Capability> = new Set([
  'network',
  'partition',
  'replication',
  'roles',
  'administration',
  'backup',
]);

export interface Strike {
  readonly kind: FaultKind;
  readonly settings: unknown;
  readonly injectAtMs: number;
  readonly healAtMs: number;
}

/** Of a topology with these settings; one at least, because a rehearsal is allowed to break something. */
export function toleratedLosses(topology: TopologyKind, settings: unknown): number {
  return Math.max(1, topology.toleratedLosses?.(settings) ?? 1);
}

export function breaksNodes(kind: FaultKind, settings: unknown): boolean {
  const takesAway = needsOf(kind, settings).some((capability) => !sparing.has(capability));
  return kind.planned === undefined && (takesAway || kind.separates !== undefined);
}

/** For each strike, how many nodes are broken from then on, by itself and by those that last; 0 where it breaks none itself. */
export function nodesBroken(strikes: readonly Strike[], nodes: readonly NodeName[]): readonly number[] {
  const breaking = strikes.map((strike) => breaksNodes(strike.kind, strike.settings));
  return strikes.map((strike, index) => {
    if (breaking[index] !== true) return 0;
    const lasting = strikes.filter((other, place) => breaking[place] === true && lastsAt(other, strike));
    return countNodes(lasting, nodes);
  });
}

function lastsAt(other: Strike, { injectAtMs }: Strike): boolean {
  return other.injectAtMs <= injectAtMs && injectAtMs < other.healAtMs;
}

/** Nodes that are named or separated, each once; and one for each that a role chooses, which may be any. */
function countNodes(strikes: readonly Strike[], nodes: readonly NodeName[]): number {
  const named = new Set<string>();
  let others = 0;
  for (const { kind, settings } of strikes) {
    const hit = kind.separates?.(settings, nodes) ?? mentionedBy(kind, settings, nodes);
    if (hit.length === 0 || kind.isOneByOne === true) others += 1;
    else for (const name of hit) named.add(name);
  }
  return Math.min(nodes.length, named.size + others);
}

function mentionedBy(kind: FaultKind, settings: unknown, nodes: readonly NodeName[]): readonly string[] {
  const mentioned = kind.mentions(settings);
  const hit = nodes.filter(({ name, zone }) => mentioned.nodes.includes(name) || mentioned.zones.includes(zone));
  return hit.map(({ name }) => name);
}
