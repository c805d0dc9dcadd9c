/** A semi-synchronous primary whose replicas fall silent waits for its timeout, then goes on alone; what it acknowledges from then on dies with it. */
import { outageToleranceMs, type TruthCase } from '../truth-case.js';
import { moneyOf, onlyOn, toldOf } from './missing-payments.js';

const timeoutMs = 2_000;

export const semiSyncDegrades: TruthCase = {
  name: 'semi-sync-degrades',
  truth:
    'Commits wait for a receipt as long as the semi-sync timeout; what is committed without one afterwards is on the old primary only, as the tables of both servers say.',
  scenarios: [
    `
name: calibrate-semi-sync
target: { topology: primary-replica, mode: semi-synchronous, semi_sync_timeout: ${timeoutMs}ms }
ledger: { accounts: 5k }
client: { connections: 8, routing: single, retry: none }
traffic:
  mix: { transfer: 100 }
  arrivals: even
  phases:
    - { name: warmup, for: 3s, rate: 100/s }
    - { name: steady, for: 34s, rate: 100/s }
faults:
  - { name: silence, fault: replication-stop, at: steady + 12s, heal: 12s }
  - { name: kill-primary, fault: node-kill, role: primary, at: steady + 17s, heal: 6s }
`,
  ],
  compare: ([rehearsed]) => {
    if (rehearsed === undefined) return [];
    const { record, payments } = rehearsed;
    const stall = record.recoveries.find(({ fault }) => fault === 'silence');
    const lost = record.reconciliation?.lost ?? null;
    const missing = toldOf(onlyOn('db-a', payments), rehearsed);
    return [
      {
        what: 'replicas silent: stall of the primary',
        truth: timeoutMs,
        measured: stall?.nodeOutages.find(({ node }) => node === 'db-a')?.outageMs?.valueMs ?? null,
        tolerance: outageToleranceMs,
        unit: 'ms',
      },
      {
        what: 'replicas silent, primary killed 3 s later: lost, as the tables of both servers say',
        truth: missing?.size ?? null,
        measured: lost?.count ?? null,
        tolerance: 0,
        unit: 'payments',
      },
      {
        what: 'replicas silent, primary killed 3 s later: money lost, as the tables say',
        truth: moneyOf(missing),
        measured: lost?.money ?? null,
        tolerance: 0,
        unit: 'minor units',
      },
      // A loss of nothing would be no truth at all: three seconds at 100/s, and the second of customers who were still waiting.
      {
        what: 'replicas silent, primary killed 3 s later: as many were at stake as there should be',
        truth: 1,
        measured: missing === null ? null : Number(Math.abs(missing.size - 400) <= 40),
        tolerance: 0,
        unit: '',
      },
    ];
  },
};
