/** What this process holds injected right now: for the limit on it, and for the last words of a process that is told to leave at once. */
import type { Lease } from '../../host/lease.js';

export interface Held {
  /** Nodes that it breaks: none where it only spoils connections or changes a setting. */
  readonly breaks: readonly string[];
  /** What it has taken from its targets. */
  readonly takes: readonly string[];
}

export const injected = new Map<Lease, Held>();

export function describeInjected(): string {
  if (injected.size === 0) return 'Nothing is injected any more.';
  const list = [...injected.keys()].flatMap(({ fault, kind, targets, byHand = [] }) => [
    `  ${fault} (${kind} on ${targets.nodes.join(', ')})`,
    ...byHand.map((line) => `    by hand: ${line}`),
  ]);
  return [
    `Still injected:\n${list.join('\n')}`,
    'The watchdog heals it as soon as this process is gone; what it cannot heal is tried again by: paystorm heal',
    'Read the ledger back with: paystorm verify last',
    'End its servers then with: paystorm heal --stop',
  ].join('\n');
}
