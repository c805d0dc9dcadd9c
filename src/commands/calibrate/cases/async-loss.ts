/** After its replicas stopped receiving, an asynchronous primary commits exactly K further payments and dies: exactly these are lost, with their money and their age. */
import { outageToleranceMs, type Comparison, type Rehearsed, type TruthCase } from '../truth-case.js';
import { onlyOn } from './missing-payments.js';

const counts = [0, 2, 40];
const perSecond = 20;
const silenceMs = 600;

export const asyncLoss: TruthCase = {
  name: 'async-loss',
  truth:
    'Between two silences in which the replicas are cut off and the primary is killed, exactly K payments are sent, and the tables of both servers say which they were.',
  scenarios: counts.map(
    (count) => `
name: calibrate-async-loss-${count}
target: { topology: primary-replica, mode: asynchronous }
ledger: { accounts: 5k }
client: { connections: 8, routing: single, retry: none }
claims: { durability: acknowledged-may-be-lost }
traffic:
  mix: { transfer: 100 }
  arrivals: even
  phases:
    - { name: before, for: 6s, rate: 100/s }
    - { name: cut, for: ${silenceMs}ms, shape: pause }
${count === 0 ? '' : `    - { name: further, for: ${(count * 1_000) / perSecond}ms, rate: ${perSecond}/s }\n`}    - { name: last, for: ${silenceMs}ms, shape: pause }
    - { name: after, for: 12s, rate: 100/s }
faults:
  - { name: cut-replicas, fault: replication-stop, at: cut + 300ms, heal: 12s }
  - { name: kill-primary, fault: node-kill, role: primary, at: last + 300ms, heal: 6s }
`,
  ),
  compare: (rehearsed) => rehearsed.flatMap((each, index) => compareOne(counts[index] as number, each)),
};

function compareOne(count: number, { record, payments }: Rehearsed): readonly Comparison[] {
  const missing = onlyOn('db-a', payments);
  const lost = record.reconciliation?.lost ?? null;
  const measured: readonly Comparison[] = [
    {
      what: `${count} further commits: lost, as planned`,
      truth: count,
      measured: lost?.count ?? null,
      tolerance: 0,
      unit: 'payments',
    },
    {
      what: `${count} further commits: lost, as the tables of both servers say`,
      truth: missing.size,
      measured: lost?.count ?? null,
      tolerance: 0,
      unit: 'payments',
    },
    {
      what: `${count} further commits: money lost, as the tables say`,
      truth: [...missing.values()].reduce((sum, amount) => sum + amount, 0),
      measured: lost?.money ?? null,
      tolerance: 0,
      unit: 'minor units',
    },
  ];
  if (count === 0) return measured;
  const oldestMs = (count * 1_000) / perSecond + 300;
  return [
    ...measured,
    {
      what: `${count} further commits: age of the oldest`,
      truth: oldestMs,
      measured: lost?.oldestAgeMs ?? null,
      tolerance: outageToleranceMs,
      unit: 'ms',
    },
  ];
}
