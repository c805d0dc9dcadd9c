/**
 * How many nodes faults break at the same time, counted from when each is planned to come and to be healed, and how many the target
 * can do without by then. What spoils connections in front of the nodes, loses packets or changes a setting breaks no node unless its
 * kind says so; nor does what was planned.
 */
import type { FaultKind } from '../model/fault.js';
import type { BlastRadius } from '../model/scenario.js';
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

/** A node that loses so much of what it is sent counts as broken: the others give it up, or half of its clients do. */
export const brokenFromShare = 0.5;

export interface Strike {
  readonly kind: FaultKind;
  readonly settings: unknown;
  readonly injectAtMs: number;
  readonly healAtMs: number;
  /** A planned operation that is not undone. */
  readonly stays?: boolean;
}

/** A target by its kind and settings. */
export interface Target {
  readonly kind: TopologyKind;
  readonly settings: unknown;
}

/** How many of so many members may be lost at once and the others go on: of one that stands alone, none. */
export function toleratedLosses({ kind, settings }: Target, members: number): number {
  return Math.max(0, kind.toleratedLosses?.(settings, members) ?? Math.min(1, members - 1));
}

/** How many may be broken at once where the scenario says nothing. Nobody can mean anything but an outage who breaks the only server; only where that is one of paystorm's own it is nobody else's. */
export function allowedLosses(target: Target, members: number): number {
  const { kind, settings } = target;
  const isAloneAndOwn = kind.reach === undefined && kind.nodes(settings).length === 1;
  return isAloneAndOwn ? 1 : toleratedLosses(target, members);
}

/** Those that belong to it before anybody joins or leaves. */
export function membersAtStart({ kind, settings }: Target): readonly string[] {
  const absent = kind.absentAtStart?.(settings) ?? [];
  return kind.nodes(settings).flatMap(({ name }) => (absent.includes(name) ? [] : [name]));
}

/** How many may be broken at once while so many nodes belong to the target. */
export function mostAtOnce(radius: BlastRadius, target: Target, members: number): number {
  return radius.isBeyondTolerance === true
    ? radius.nodesAtOnceMax
    : Math.min(radius.nodesAtOnceMax, allowedLosses(target, members));
}

export function breaksNodes(kind: FaultKind, settings: unknown): boolean {
  if (kind.planned !== undefined) return false;
  const takesAway = needsOf(kind, settings).some((capability) => !sparing.has(capability));
  return kind.breaks?.(settings) ?? (takesAway || kind.separates !== undefined);
}

/**
 * For each strike, how many nodes are broken from then on, by itself and by those that last, of several at one moment by those before it in the list; 0 where
 * it breaks none that was not broken already.
 */
export function nodesBroken(strikes: readonly Strike[], nodes: readonly NodeName[]): readonly number[] {
  const breaking = strikes.map((strike) => breaksNodes(strike.kind, strike.settings));
  return strikes.map((strike, index) => {
    if (breaking[index] !== true) return 0;
    const others = strikes.filter((other, place) => {
      const isEarlier =
        other.injectAtMs < strike.injectAtMs || (other.injectAtMs === strike.injectAtMs && place < index);
      return breaking[place] === true && isEarlier && strike.injectAtMs < other.healAtMs;
    });
    const count = countNodes([...others, strike], nodes);
    return count === countNodes(others, nodes) ? 0 : count;
  });
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

/** Those that its settings name, alone or by their zone; none where a role chooses. */
export function mentionedBy(kind: FaultKind, settings: unknown, nodes: readonly NodeName[]): readonly string[] {
  const mentioned = kind.mentions(settings);
  const hit = nodes.filter(({ name, zone }) => mentioned.nodes.includes(name) || mentioned.zones.includes(zone));
  return hit.map(({ name }) => name);
}
