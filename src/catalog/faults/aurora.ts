/** Aurora's own fault statements: a crash, or a failure that it simulates for as long as it was told, whatever becomes of paystorm: no statement ends it sooner. */
import { z } from 'zod';
import { createSystemClock } from '../../kit/clock.js';
import { describeTargets, oneTarget } from '../../kit/fault-targets.js';
import { seenWhere } from './words/sight.js';
import type { Script, Statement } from './words/steps.js';
import { steppedFault, steppedShape } from './words/stepped-fault.js';

const actions = {
  'crash-instance': 'crashes the instance of',
  'crash-dispatcher': 'crashes the dispatcher of',
  'crash-node': 'crashes instance and dispatcher of',
  'replica-failure': 'simulates that requests to the readers fail, on',
  'disk-failure': 'simulates failing disks on',
  'disk-congestion': 'simulates slow disks on',
} as const;
type Action = keyof typeof actions;

/** These start the server again; of what the dispatcher does to it, Aurora's documents say nothing. */
const restarting: ReadonlySet<Action> = new Set(['crash-instance', 'crash-node']);
/** A time since the start is told in whole seconds, and takes a moment to arrive. */
const startSlackMs = 3_000;

const settings = z
  .strictObject({
    ...steppedShape,
    action: z.enum(Object.keys(actions) as [Action, ...Action[]]).describe('What crashes, or is simulated to fail.'),
    percent: z.int().min(1).max(100).default(100).describe('Share that a simulation affects.'),
  })
  .refine(oneTarget.check, oneTarget.message);

export const aurora = steppedFault<z.output<typeof settings>>({
  kind: 'aurora',
  summary:
    "Crashes an Aurora instance, or simulates failures of readers and disks, by Aurora's own statements. Needs --allow-exec.",
  label: 'fault by Aurora',
  requires: ['administration'],
  settings,
  endsByTimeOnly: ({ action }) => !isCrash(action),
  // The readers are hit, whoever is told.
  separates: ({ action, node }, nodes) =>
    action === 'replica-failure' ? nodes.flatMap(({ name }) => (name === node ? [] : [name])) : null,
  takes: ({ action }) => [isCrash(action) ? 'process' : `process/${action}`],
  describe: ({ action, ...aim }) =>
    `${actions[action]} ${describeTargets(aim)}, which ${isCrash(action) ? 'Aurora' : 'only time'} ends`,
  script: ({ action, percent }, former) => ({
    ...(restarting.has(action) ? startLooks(former) : {}),
    inject: [statementOf(action, percent)],
    heal: { none: 'Aurora starts again by itself, and a simulation ends with its interval.' },
    check: null,
  }),
});

function isCrash(action: Action): boolean {
  return action.startsWith('crash');
}

/** A server that was started again has an Uptime that fell. */
function startLooks(former: string | undefined): Pick<Script, 'note' | 'proof'> {
  const step: Statement = { sql: "SHOW GLOBAL STATUS LIKE 'Uptime'" };
  return {
    note: { step, reads: (uptime) => String(startedAtMs(uptime)) },
    proof: { step, reads: ({ out }) => seenWhere(startedAtMs(out) - Number(former) > startSlackMs) },
  };
}

/** By the wall clock here. */
function startedAtMs(uptime: string): number {
  if (!/^\d+$/u.test(uptime)) throw new Error(`the server does not tell its Uptime, but "${uptime}".`);
  return Date.parse(createSystemClock().wallClockIso()) - Number(uptime) * 1_000;
}

function statementOf(action: Action, percent: number): Statement {
  const simulate = `ALTER SYSTEM SIMULATE ${percent} PERCENT`;
  const interval = 'FOR INTERVAL {lasts} SECOND';
  switch (action) {
    case 'crash-instance':
      return { sql: 'ALTER SYSTEM CRASH INSTANCE', endsSession: true };
    case 'crash-dispatcher':
      return { sql: 'ALTER SYSTEM CRASH DISPATCHER', endsSession: true };
    case 'crash-node':
      return { sql: 'ALTER SYSTEM CRASH NODE', endsSession: true };
    case 'replica-failure':
      return { sql: `${simulate} READ REPLICA FAILURE TO ALL ${interval}` };
    case 'disk-failure':
      return { sql: `${simulate} DISK FAILURE ${interval}` };
    case 'disk-congestion':
      return { sql: `${simulate} DISK CONGESTION BETWEEN 100 AND 200 MILLISECONDS ${interval}` };
    default:
      return action satisfies never;
  }
}
