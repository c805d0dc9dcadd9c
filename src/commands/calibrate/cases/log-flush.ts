/** SIGKILL takes from a server whatever it had not written yet: nothing with a log flushed at each commit, up to a second without. */
import type { Comparison, Rehearsed, TruthCase } from '../truth-case.js';
import { goneFrom, moneyOf } from './missing-payments.js';

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

function compareOne(flush: number, rehearsed: Rehearsed): readonly Comparison[] {
  const found = rehearsed.record.reconciliation;
  const gone = goneFrom('db', rehearsed);
  const what = `log flushed ${flush === 1 ? 'at each commit' : 'once a second'}, SIGKILL`;
  const compared: readonly Comparison[] = [
    {
      what: `${what}: payments there, as SQL counts them`,
      truth: rehearsed.payments['db']?.size ?? null,
      measured: presentIn(found),
      tolerance: 0,
      unit: 'payments',
    },
    {
      what: `${what}: acknowledged and not there, as SQL says`,
      truth: gone?.size ?? null,
      measured: found?.lost?.count ?? null,
      tolerance: 0,
      unit: 'payments',
    },
    {
      what: `${what}: their money`,
      truth: moneyOf(gone),
      measured: found?.lost?.money ?? null,
      tolerance: 0,
      unit: 'minor units',
    },
  ];
  return [
    ...compared,
    {
      what: `${what}: as much was at stake as there should be`,
      truth: 1,
      measured: gone === null ? null : Number(isPlausible(gone.size, flush)),
      tolerance: 0,
      unit: '',
    },
  ];
}

/** A flushed log holds everything. Without, a loss of nothing would be no truth at all: it takes what was committed in the last second, at 200/s, or a little more. */
function isPlausible(lost: number, flush: number): boolean {
  return flush === 1 ? lost === 0 : lost > 0 && lost < 260;
}

function presentIn(found: Rehearsed['record']['reconciliation']): number | null {
  const { acknowledgedPresent = null, inDoubtPresent = null } = found ?? {};
  return acknowledgedPresent === null || inDoubtPresent === null ? null : acknowledgedPresent + inDoubtPresent;
}
