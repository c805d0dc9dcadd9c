/** Nothing is broken: nothing may be reported. */
import type { Comparison, Rehearsed, TruthCase } from '../truth-case.js';

const targets = [
  '{ topology: single }',
  '{ topology: primary-replica, mode: semi-synchronous }',
  '{ topology: galera, timeouts: fast }',
];
const names = ['single server', 'semi-synchronous replicas', 'Galera cluster'];

export const noFault: TruthCase = {
  name: 'no-fault',
  truth: 'Nothing is broken, so every outage, loss or failed check would be an invention of the instrument.',
  scenarios: targets.map(
    (target, index) => `
name: calibrate-no-fault-${index + 1}
target: ${target}
ledger: { accounts: 5k }
client: { connections: 16, retry: idempotent 3 }
traffic:
  mix: weekday
  phases:
    - { name: warmup, for: 3s, rate: 50/s -> 120/s }
    - { name: steady, for: 25s, rate: 120/s }
gates:
  - availability >= 99.9% during steady
  - lost_payments == 0
`,
  ),
  compare: (rehearsed) => rehearsed.flatMap((each, index) => compareOne(names[index] as string, each)),
};

function compareOne(name: string, { record, outages: stretches, anomalies }: Rehearsed): readonly Comparison[] {
  const outages = record.nodes.reduce((sum, lane) => sum + lane.probeOutages.length, 0);
  const checks = record.checks.filter(({ verdict }) => verdict !== 'pass').length;
  const findings = [
    ['outages by probes', outages],
    ['outages of payments', stretches.length],
    ['payments lost', record.reconciliation?.lost?.count ?? null],
    ['anomalies, allowed or not', anomalies?.reduce((sum, { count }) => sum + count, 0) ?? null],
    ['checks that do not pass', checks],
    ['arrivals that were dropped', record.totals.outcomes.dropped],
    ['problems of the instrument', record.instrument.problems.length],
    ['exit code', record.exitCode],
  ] as const;
  return findings.map(([what, measured]) => ({
    what: `no fault, ${name}: ${what}`,
    truth: 0,
    measured,
    tolerance: 0,
    unit: '',
  }));
}
