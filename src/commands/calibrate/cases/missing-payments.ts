/** Compares what plain SQL found on each server: the truth about losses that no code of the audit had a hand in. */
import type { Rehearsed } from '../truth-case.js';

/** Payments in the table of one node that no other node has: amounts by payment id. */
export function onlyOn(node: string, payments: Rehearsed['payments']): ReadonlyMap<number, number> {
  const others = Object.entries(payments).filter(([name]) => name !== node);
  const own = payments[node] ?? new Map<number, number>();
  return new Map([...own].filter(([payment]) => !others.some(([, theirs]) => theirs.has(payment))));
}
