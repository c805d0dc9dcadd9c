/** One plain sentence per notable event, for the log of a CI job and the last lines of the dashboard. */
import { wordsOfEnd } from '../../kit/ends-by.js';
import { counted, formatCount, formatDuration, formatPercent } from '../../kit/format.js';
import type { JournalEvent } from '../../model/journal.js';
import type { Route } from '../../model/topology.js';

/** Null for what happens every second or is only bookkeeping. */
export function sentenceOf(event: JournalEvent): string | null {
  switch (event.kind) {
    case 'run-started':
    case 'interval':
    case 'total-read':
    case 'buffer-posted':
    case 'instrument':
    case 'files-sealed':
      return null;
    case 'load-started':
      return 'Load starts.';
    case 'phase-started':
      return `Phase ${event.phase} starts.`;
    case 'node-state':
      return `Node ${event.node} is ${event.state}${event.detail === '' ? '' : ` (${event.detail})`}.`;
    case 'route-changed':
      return routeSentence(event);
    case 'notice':
      return event.notice.text;
    case 'load-finished':
      return event.reason === 'completed' ? 'Load is over.' : `Load ended early: ${event.reason}.`;
    case 'redundant-again':
      return 'Every node serves in its role again.';
    case 'audited':
      return auditSentence(event);
    case 'backup-read':
      return backupSentence(event);
    case 'journal-broken':
      return `The journal cannot be written any further: ${event.reason}`;
    case 'trouble':
      return `Trouble: ${event.text}`;
    case 'gate-breached':
      return `The gate ${event.gate} is breached: ${event.observed}.`;
    case 'first-look':
      return firstLookSentence(event);
    case 'run-finished':
      return 'The run is finished.';
    case 'fault-injecting':
    case 'fault-injected':
    case 'fault-ineffective':
    case 'fault-healing':
    case 'fault-healed':
    case 'heal-failed':
      return faultSentence(event);
    default:
      return event satisfies never;
  }
}

function routeSentence({ writable, shifts = [] }: Route): string {
  if (writable.length === 0) return 'No node takes writes.';
  const moved = shifts.map(({ from, to, share }) => `, ${formatPercent(share)} of zone ${from} to zone ${to}`);
  return `Writes go to ${writable.join(', ')}${moved.join('')}.`;
}

function firstLookSentence({ after, node, lookedFor, absent }: Extract<JournalEvent, { kind: 'first-look' }>): string {
  const found = absent.length === 0 ? 'all are there' : `${formatCount(absent.length)} are not there now`;
  return `First look on ${node} after ${after}: of ${formatCount(lookedFor)} payments acknowledged just before it ${found}.`;
}

type FaultEvent = Extract<JournalEvent, { readonly kind: `fault-${string}` | 'heal-failed' }>;

function faultSentence(event: FaultEvent): string {
  switch (event.kind) {
    case 'fault-injecting':
      return `${event.planned === undefined ? 'Fault' : 'Operation'} ${event.fault}: ${event.sentence}.`;
    case 'fault-injected':
      return `Fault ${event.fault} took effect after ${formatDuration(event.verifiedMs - event.issuedMs)}${skewOf(event)}.`;
    case 'fault-ineffective':
      return `Fault ${event.fault} had no effect: ${event.reason}`;
    case 'fault-healing':
      return `Healing ${event.fault}${wordsOfEnd(event)}.`;
    case 'fault-healed':
      return `Fault ${event.fault} is healed: it took ${formatDuration(event.verifiedMs - event.startedMs)}${event.by === 'run' ? '' : ', not by this run, which had let its time pass'}.`;
    case 'heal-failed':
      return `Fault ${event.fault} could not be healed: ${event.reason}`;
    default:
      return event satisfies never;
  }
}

function skewOf({ verifiedMs, firstVerifiedMs }: Extract<JournalEvent, { readonly kind: 'fault-injected' }>): string {
  if (firstVerifiedMs === undefined) return '';
  return `, ${formatDuration(verifiedMs - firstVerifiedMs)} from the first node to the last`;
}

function auditSentence({ audit }: Extract<JournalEvent, { readonly kind: 'audited' }>): string {
  const authority = audit.nodes.find((node) => node.node === audit.authority);
  if (authority === undefined) return 'The ledger could not be read on any node.';
  const lost = authority.categories.lost.count;
  return `The ledger was read on ${counted(audit.nodes.length, 'node')}: ${counted(authority.rows.payments, 'payment')}, ${formatCount(lost)} lost.`;
}

function backupSentence({ reading }: Extract<JournalEvent, { readonly kind: 'backup-read' }>): string {
  const { taken, refusal, obstacle, audit } = reading;
  const why = taken.failure ?? refusal ?? obstacle;
  const payments = audit?.nodes[0]?.rows.payments ?? 0;
  const found = why === null ? `was restored: ${counted(payments, 'payment')}` : `is of no use: ${why}`;
  return `The backup of ${taken.node} ${found}.`;
}
