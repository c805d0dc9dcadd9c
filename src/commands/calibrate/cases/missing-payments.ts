/** Compares what plain SQL found on each server: the truth about losses that no code of the audit had a hand in. */
import type { FoundPayments, Rehearsed } from '../truth-case.js';

/** Payments in the table of one node that no other node has. Null when a node could not be asked. */
export function onlyOn(node: string, payments: Rehearsed['payments']): FoundPayments {
  const own = payments[node] ?? null;
  const others = Object.entries(payments).flatMap(([name, found]) => (name === node ? [] : [found]));
  if (own === null || others.includes(null)) return null;
  return new Map([...own].filter(([payment]) => !others.some((theirs) => theirs?.has(payment))));
}

/** Payments that clients were told are done and that a node lacks. Null when it could not be asked. */
export function goneFrom(node: string, { payments, acknowledged }: Rehearsed): FoundPayments {
  const found = payments[node] ?? null;
  if (found === null) return null;
  const gone = [...acknowledged].filter(([payment]) => !found.has(payment));
  return new Map(gone.map(([payment, { amount }]) => [payment, amount]));
}

/** Those that clients were told are done: what a server wrote down as it died, and answered to nobody, is no loss. */
export function toldOf(payments: FoundPayments, { acknowledged }: Pick<Rehearsed, 'acknowledged'>): FoundPayments {
  return payments === null ? null : new Map([...payments].filter(([payment]) => acknowledged.has(payment)));
}

export function moneyOf(payments: FoundPayments): number | null {
  return payments === null ? null : [...payments.values()].reduce((sum, amount) => sum + amount, 0);
}
