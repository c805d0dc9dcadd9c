/** How a person is told of a fault that is not healed yet. */
import type { Lease } from '../../host/lease.js';
import { wordsOfEnd } from '../../kit/ends-by.js';

export function wordsOfLease({ fault, kind, targets }: Pick<Lease, 'fault' | 'kind' | 'targets'>): string {
  return `${fault} (${kind} on ${targets.nodes.join(', ')})${wordsOfEnd(targets)}`;
}
