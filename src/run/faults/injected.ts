/** What this process holds injected right now, for the last words of a process that is told to leave at once. */
import type { Lease } from '../../host/lease.js';

export const injected = new Set<Lease>();

export function describeInjected(): string {
  if (injected.size === 0) return 'Nothing is injected any more.';
  const list = [...injected].map((lease) => `  ${lease.fault} (${lease.kind} on ${lease.targets.nodes.join(', ')})`);
  return `Still injected:\n${list.join('\n')}\nHeal it, and read the ledger back, with: paystorm verify last\nEnd its servers then with: paystorm heal --stop`;
}
