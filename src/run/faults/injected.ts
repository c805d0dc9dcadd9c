/** What this process holds injected right now, for the last words of a process that is told to leave at once. */
import type { Lease } from '../../host/lease.js';

export const injected = new Set<Lease>();

export function describeInjected(): string {
  if (injected.size === 0) return 'Nothing is injected any more.';
  const list = [...injected].flatMap(({ fault, kind, targets, byHand = [] }) => [
    `  ${fault} (${kind} on ${targets.nodes.join(', ')})`,
    ...byHand.map((line) => `    by hand: ${line}`),
  ]);
  return `Still injected:\n${list.join('\n')}\nHeal it, and read the ledger back, with: paystorm verify last\nEnd its servers then with: paystorm heal --stop`;
}
