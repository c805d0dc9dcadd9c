/** When nothing that clients sent can change the ledger any more. */
import type { Plan } from '../model/plan.js';

/** An answer in doubt may still be carried out by its server; after twice the transaction timeout it no longer can. */
const doubtFactor = 2;

/** On the plan's axis, as `lastInDoubtMs` is: when an attempt last ended in doubt, null when none did. */
export function settledMs({ scenario }: Plan, lastInDoubtMs: number | null): number {
  return lastInDoubtMs === null ? 0 : lastInDoubtMs + doubtFactor * scenario.client.transactionTimeoutMs;
}
