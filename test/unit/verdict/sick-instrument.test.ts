/** A generator that cannot keep up must not blame the target, and an outage of the target must not make the generator sick. */
import { afterAll, describe, expect, it } from 'vitest';
import type { LedgerAudit } from '../../../src/model/audit.js';
import type { LoadInterval } from '../../../src/model/load-interval.js';
import type { JournalEvent } from '../../../src/model/journal.js';
import type { RunRecord } from '../../../src/model/run-record.js';
import { judge } from '../../../src/verdict/judge.js';
import { planOf } from '../../fixtures/plan.js';
import { Scratch } from '../../fixtures/scratch.js';
import {
  answered,
  auditOf,
  endEvents,
  failed,
  judgingCatalog,
  nodeAuditOf,
  probesOf,
  writeSyntheticRun,
} from '../../fixtures/synthetic-run.js';

const seconds = 20;
const plan = planOf({
  phases: `[{ name: steady, for: ${seconds}s, rate: 200/s }]`,
  keys: 'gates: [availability >= 99.9%, lost_payments == 0]',
});
const outage = { fromMs: 5_000, toMs: 12_000 };

const scratch = new Scratch();
let runs = 0;
afterAll(() => scratch[Symbol.dispose]());

describe('payments that stop', () => {
  it('while the load threads stand still make the run inconclusive, not the target guilty', async () => {
    const record = await judged({ delaysOf: (second) => (second >= 6 && second < 12 ? { stallMs: 2_900 } : {}) });
    expect(record.instrument.isHealthy).toBe(false);
    expect(record.reasons.join(' ')).toContain('stood still for 2.9 s (limit 1 s)');
    expect(record.gates[0]).toMatchObject({ verdict: 'inconclusive' });
    expect(record.answers.downtime.status).toBe('undecided');
    expect(record.exitCode).toBe(121);
  });

  it('because the target stalls are the target’s doing: who waits for a connection is not late by the generator', async () => {
    const record = await judged({ delaysOf: () => ({ stallMs: 12, lagMs: 9 }) });
    expect(record.instrument).toMatchObject({ isHealthy: true, problems: [] });
    expect(record.gates[0]).toMatchObject({ verdict: 'fail' });
    expect(record.answers.downtime.status).toBe('not-met');
    expect(record.exitCode).toBe(99);
  });

  it('while the generator was sick do not excuse a lost payment', async () => {
    const lost = { count: 1, money: 10, examples: [] };
    const audit = auditOf({ nodes: [nodeAuditOf('jkt-a', 'authority', { lost })] });
    const record = await judged({ delaysOf: () => ({ stallMs: 3_000 }), audit });
    expect(record.gates[1]).toMatchObject({ verdict: 'fail' });
    expect(record.exitCode).toBe(120);
  });
});

describe('a generator is healthy', () => {
  it.each<[string, Delays]>([
    ['with the worst stall that a busy machine of two cores has shown', { stallMs: 340 }],
    ['with a stall and a lag in two seconds of a short run', { stallMs: 900, lagMs: 900 }],
    ['when its main thread was busy with starting servers', { mainMs: 1_900 }],
  ])('%s', async (_what, delays) => {
    const record = await judged({ delaysOf: (second) => (second === 7 || second === 9 ? delays : {}) });
    expect(record.instrument.isHealthy).toBe(true);
  });
});

describe('a generator is sick', () => {
  it.each<[string, Delays, string]>([
    ['when its lag was high in many seconds', { lagMs: 400 }, 'over 250 ms behind in 5 of 20 seconds'],
    ['when it stood still again and again', { stallMs: 400 }, 'over 250 ms behind in 5 of 20 seconds'],
    [
      'when its main thread stood still for seconds',
      { mainMs: 3_100 },
      'The main thread of the instrument stood still',
    ],
  ])('%s', async (_what, delays, problem) => {
    const record = await judged({ delaysOf: (second) => (second >= 3 && second < 8 ? delays : {}) });
    expect(record.instrument.isHealthy).toBe(false);
    expect(record.instrument.problems.join(' ')).toContain(problem);
  });
});

interface Delays {
  readonly stallMs?: number;
  readonly lagMs?: number;
  readonly mainMs?: number;
  /** Its second is told together with the next one that is. */
  readonly isSilent?: boolean;
}

interface Story {
  readonly delaysOf: (second: number) => Delays;
  readonly audit?: LedgerAudit;
}

const isOut = (atMs: number): boolean => atMs >= outage.fromMs && atMs < outage.toMs;

async function judged({ delaysOf, audit = auditOf() }: Story): Promise<RunRecord> {
  runs += 1;
  const directory = scratch.path(`run-${runs}`);
  const watched = Array.from({ length: seconds }, (_each, second) => secondOf(second, delaysOf(second)));
  writeSyntheticRun({
    directory,
    plan,
    script: (atMs, _index, unit) => [isOut(atMs) ? failed(atMs, unit) : answered(atMs, unit)],
    probes: probesOf(plan, {}),
    events: [...watched.flat(), { kind: 'audited', atMs: 21_000, audit }, ...endEvents(plan)],
  });
  return judge({ directory, catalog: judgingCatalog() });
}

const counts = { offered: 200, issued: 200, acknowledged: 200, aborted: 0, inDoubt: 0, declined: 0, dropped: 0 };

function secondOf(
  second: number,
  { stallMs = 3, lagMs = 2, mainMs = 5, isSilent = false }: Delays,
): readonly JournalEvent[] {
  const atMs = (second + 1) * 1_000;
  const interval: LoadInterval = {
    thread: 0,
    atMs,
    ...counts,
    inFlight: 0,
    queued: 0,
    responseTimeMsP50: 2,
    responseTimeMsP99: 5,
    scheduleLagMsP99: lagMs,
    scheduleLagMsMax: lagMs,
    eventLoopDelayMsMax: stallMs,
    garbageCollectionMs: 1,
    errors: {},
  };
  return [
    ...(isSilent ? [] : [{ kind: 'interval', atMs, interval } as const]),
    { kind: 'instrument', atMs, eventLoopDelayMsMax: mainMs, garbageCollectionMs: 1, rssBytes: 2 ** 27 },
  ];
}
