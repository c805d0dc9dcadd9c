/** After its replicas stopped receiving, an asynchronous primary commits exactly K further payments and dies: exactly these are lost, with their money and their age. */
import {
  outageToleranceMs,
  type Comparison,
  type FoundPayments,
  type Rehearsed,
  type TruthCase,
} from '../truth-case.js';
import { moneyOf, onlyOn } from './missing-payments.js';

const counts = [0, 2, 40];
const perSecond = 20;
const silenceMs = 600;

export const asyncLoss: TruthCase = {
  name: 'async-loss',
  truth:
    'Between two silences in which the replicas are cut off and the primary is killed, exactly K payments are sent; the tables of both servers say which they were, and the records of the attempts when each was acknowledged.',
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
  - { name: cut-replicas, fault: replication-stop, at: cut + ${silenceMs / 2}ms, heal: 12s }
  - { name: kill-primary, fault: node-kill, role: primary, at: last + ${silenceMs / 2}ms, heal: 6s }
`,
  ),
  compare: (rehearsed) => rehearsed.flatMap((each, index) => compareOne(counts[index] as number, each)),
};

function compareOne(count: number, rehearsed: Rehearsed): readonly Comparison[] {
  const { record } = rehearsed;
  const missing = onlyOn('db-a', rehearsed.payments);
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
      truth: missing?.size ?? null,
      measured: lost?.count ?? null,
      tolerance: 0,
      unit: 'payments',
    },
    {
      what: `${count} further commits: money lost, as the tables say`,
      truth: moneyOf(missing),
      measured: lost?.money ?? null,
      tolerance: 0,
      unit: 'minor units',
    },
  ];
  if (count === 0) return measured;
  return [
    ...measured,
    {
      what: `${count} further commits: age of the oldest`,
      truth: ageOfOldest(missing, rehearsed),
      measured: lost?.oldestAgeMs ?? null,
      tolerance: outageToleranceMs,
      unit: 'ms',
    },
  ];
}

/** From the first acknowledgement of what the tables lack to the kill, by the plan. */
function ageOfOldest(missing: FoundPayments, { acknowledged, record }: Rehearsed): number | null {
  const last = record.phases.find(({ name }) => name === 'last');
  const toldMs = [...(missing?.keys() ?? [])].flatMap((payment) => acknowledged.get(payment)?.atMs ?? []);
  if (last === undefined || toldMs.length === 0) return null;
  return last.startMs + silenceMs / 2 - Math.min(...toldMs);
}
