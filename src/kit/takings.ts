/** What faults take from nodes until they are healed: of two that take the same from one node, the first heal would undo both. */
import type { FaultKind, Taking } from '../model/fault.js';

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

/** As part of a sentence: "process", "setting read_only". */
export function wordOfTaking(taking: string): string {
  return taking.slice(taking.lastIndexOf('/') + 1);
}
