/** A server is frozen between two signals: an outage is as long as they were apart, and payments are back one deadline earlier. */
import { outageToleranceMs, type Comparison, type Rehearsed, type TruthCase } from '../truth-case.js';
import { lengthOf } from './signal-times.js';

const lengthsMs = [400, 1_000, 3_000];
const deadlineMs = 250;

export const pause: TruthCase = {
  name: 'pause',
  truth:
    'A server stopped by SIGSTOP answers nothing until SIGCONT, and the journal says when each of the two was sent.',
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

function compareOne(lengthMs: number, { record, events }: Rehearsed): readonly Comparison[] {
  const apartMs = lengthOf('freeze', events);
  const [recovery] = record.recoveries;
  const shared = { tolerance: outageToleranceMs, unit: 'ms' } as const;
  return [
    {
      ...shared,
      what: `pause of ${lengthMs} ms: outage by probes`,
      truth: apartMs,
      measured: recovery?.nodeOutages[0]?.outageMs?.valueMs ?? null,
    },
    {
      ...shared,
      what: `pause of ${lengthMs} ms: recovery time of payments (one deadline less)`,
      truth: apartMs === null ? null : apartMs - deadlineMs,
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
