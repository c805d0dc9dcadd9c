/** A server is frozen for a time that is known to the millisecond: an outage is as long as that, and payments are back one deadline earlier. */
import { outageToleranceMs, type Comparison, type TruthCase } from '../truth-case.js';

const lengthsMs = [400, 1_000, 3_000];
const deadlineMs = 250;

export const pause: TruthCase = {
  name: 'pause',
  truth: 'A server stopped by SIGSTOP answers nothing until SIGCONT, which comes after a planned time.',
  scenarios: lengthsMs.map(
    (lengthMs) => `
name: calibrate-pause-${lengthMs}
target: { topology: single }
ledger: { accounts: 5k }
client: { connections: 4, threads: 1, deadline: ${deadlineMs}ms, retry: none }
traffic:
  mix: { transfer: 100 }
  arrivals: even
  phases:
    - { name: warmup, for: 3s, rate: 100/s }
    - { name: steady, for: 26s, rate: 100/s }
faults:
  - { name: freeze, fault: node-pause, node: db, at: steady + 12s, heal: ${lengthMs}ms }
`,
  ),
  compare: (rehearsed) => rehearsed.flatMap((each, index) => compareOne(lengthsMs[index] as number, each)),
};

function compareOne(lengthMs: number, { record }: Parameters<TruthCase['compare']>[0][number]): readonly Comparison[] {
  const [recovery] = record.recoveries;
  const shared = { tolerance: outageToleranceMs, unit: 'ms' } as const;
  return [
    {
      ...shared,
      what: `pause of ${lengthMs} ms: outage by probes`,
      truth: lengthMs,
      measured: recovery?.nodeOutages[0]?.outageMs?.valueMs ?? null,
    },
    {
      ...shared,
      what: `pause of ${lengthMs} ms: recovery time of payments (one deadline less)`,
      truth: lengthMs - deadlineMs,
      measured: recovery?.recoveryTimeMs?.valueMs ?? null,
    },
    {
      what: `pause of ${lengthMs} ms: lost`,
      truth: 0,
      measured: record.reconciliation?.lost?.count ?? null,
      tolerance: 0,
      unit: 'payments',
    },
  ];
}
