/** SIGKILL takes from a server whatever it had not written yet: nothing with a log flushed at each commit, up to a second without. */
import type { Comparison, Rehearsed, TruthCase } from '../truth-case.js';

const settings = [1, 0];

export const logFlush: TruthCase = {
  name: 'log-flush',
  truth:
    'The rows that plain SQL counts after the restart are all there are: acknowledged payments beyond them are lost.',
  scenarios: settings.map(
    (flush) => `
name: calibrate-log-flush-${flush}
target: { topology: single, flush_log_at_commit: ${flush} }
ledger: { accounts: 5k }
client: { connections: 16, retry: none }
claims: { durability: ${flush === 1 ? 'acknowledged-survives-one-node' : 'acknowledged-may-be-lost'} }
traffic:
  mix: { transfer: 100 }
  arrivals: even
  phases:
    - { name: warmup, for: 3s, rate: 200/s }
    - { name: steady, for: 24s, rate: 200/s }
faults:
  - { name: kill, fault: node-kill, node: db, at: steady + 9700ms, heal: 1s }
`,
  ),
  compare: (rehearsed) => rehearsed.flatMap((each, index) => compareOne(settings[index] as number, each)),
};

function compareOne(flush: number, { record, payments }: Rehearsed): readonly Comparison[] {
  const found = record.reconciliation;
  const rows = payments['db']?.size ?? 0;
  const what = `log flushed ${flush === 1 ? 'at each commit' : 'once a second'}, SIGKILL`;
  const present: Comparison = {
    what: `${what}: payments there, as SQL counts them`,
    truth: rows,
    measured: presentIn(found),
    tolerance: 0,
    unit: 'payments',
  };
  if (flush === 0) return [present];
  return [
    present,
    { what: `${what}: lost`, truth: 0, measured: found?.lost?.count ?? null, tolerance: 0, unit: 'payments' },
  ];
}

function presentIn(found: Rehearsed['record']['reconciliation']): number | null {
  const { acknowledgedPresent = null, inDoubtPresent = null } = found ?? {};
  return acknowledgedPresent === null || inDoubtPresent === null ? null : acknowledgedPresent + inDoubtPresent;
}
