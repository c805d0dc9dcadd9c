/** What this process holds injected right now: for the limit on it, for verdicts on journals that could not tell, and for the last words of the process. */
import { relative } from 'node:path';
import { redactText } from '../../kit/redact.js';
import { shellLine } from '../../kit/shell-line.js';
import type { Lease } from '../../host/lease.js';
import { wordsOfLease } from './words-of-lease.js';

export interface Held {
  /** Nodes that it breaks: none where it only spoils connections or changes a setting. */
  readonly breaks: readonly string[];
  /** What it has taken from its targets. */
  readonly takes: readonly string[];
  /** Its heal has failed: the target is dirty. */
  readonly isUnhealed?: true;
}

export const injected = new Map<Lease, Held>();

/** The heal of what this lease stands for has failed; only another command tries again. */
export function markUnhealed(lease: Lease): void {
  const held = injected.get(lease);
  if (held !== undefined) injected.set(lease, { ...held, isUnhealed: true });
}

/** Last words of a process that leaves at once. */
export function wordsOnLeaving(): string {
  if (injected.size === 0) return 'Nothing is injected any more.';
  return [
    stillInjected(),
    'The watchdog heals it as soon as this process is gone; what it cannot heal is tried again by: paystorm heal',
    ...folders().map((folder) => `Read the ledger back with: ${shellLine({ argv: ['paystorm', 'verify', folder] })}`),
    'End its servers then with: paystorm heal --stop',
  ].join('\n');
}

/** Last words of a process that has tried to heal everything. Null when it has. */
export function wordsOnUnhealed(): string | null {
  if (injected.size === 0) return null;
  return `${stillInjected()}\nIt could not be healed. Look at the servers, then run: paystorm heal`;
}

/** Of the runs whose faults are still there, as this process's user reaches them. */
function folders(): readonly string[] {
  const all = [...injected.keys()].map(({ journalDirectory }) => relative('.', journalDirectory) || '.');
  return [...new Set(all)];
}

function stillInjected(): string {
  const list = [...injected.keys()].flatMap((lease) => [
    `  ${wordsOfLease(lease)}`,
    ...(lease.byHand ?? []).map((line) => `    by hand: ${line}`),
  ]);
  return redactText(`Still injected:\n${list.join('\n')}`);
}
