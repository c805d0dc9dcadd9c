/** What faults take from nodes until they are healed: of two that take the same from one node, the first heal would undo both. */
import type { FaultKind, Taking } from '../model/fault.js';
import type { NodeName } from '../model/topology.js';
import { canonicalJson } from './canonical-json.js';

/** What nobody else takes is called by the kind. */
export function takingsOf(kind: FaultKind, settings: unknown): readonly Taking[] {
  if (kind.requires.length === 0) return [];
  return kind.takes?.(settings) ?? [`kind ${kind.kind}`];
}

/** What both take, or what the taking of one lives in; null when they do not come into each other's way. */
export function takenByBoth(some: readonly string[], others: readonly string[]): string | null {
  for (const one of some) {
    for (const other of others) {
      if (other === one || other.startsWith(`${one}/`)) return one;
      if (one.startsWith(`${other}/`)) return other;
    }
  }
  return null;
}

/** A fault and whom it is aimed at. */
export interface Aimed {
  readonly kind: FaultKind;
  readonly settings: unknown;
}

/** What both take from the same node, so that the first heal would undo what the other has done; null when there is nothing, or roles choose. */
export function takenTwice(one: Aimed, other: Aimed, nodes: readonly NodeName[]): string | null {
  const taken = takenByBoth(takingsOf(one.kind, one.settings), takingsOf(other.kind, other.settings));
  if (taken === null) return null;
  const isTheSame = one.kind === other.kind && canonicalJson(one.settings) === canonicalJson(other.settings);
  // There is one role, whoever is to have it.
  return taken === 'role' || isTheSame || doMeet(one, other, nodes) ? taken : null;
}

/** Whether both name the same node. */
export function doMeet(one: Aimed, other: Aimed, nodes: readonly NodeName[]): boolean {
  const named = namedBy(other, nodes);
  return namedBy(one, nodes).some((name) => named.includes(name));
}

function namedBy({ kind, settings }: Aimed, all: readonly NodeName[]): readonly string[] {
  const { nodes, zones, isEveryNode = false } = kind.mentions(settings);
  const meant = all.filter(({ zone }) => isEveryNode || zones.includes(zone));
  return [...nodes, ...meant.map(({ name }) => name)];
}

/** As part of a sentence: "process", "setting read_only". */
export function wordOfTaking(taking: string): string {
  return taking.slice(taking.lastIndexOf('/') + 1);
}
