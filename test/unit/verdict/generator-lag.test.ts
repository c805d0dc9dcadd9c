/** What a recovery time is worth when the generator itself was late. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { JournalEvent } from '../../../src/model/journal.js';
import type { FaultRecovery } from '../../../src/model/recovery.js';
import { judge } from '../../../src/verdict/judge.js';
import { planOf } from '../../fixtures/plan.js';
import {
  answered,
  auditOf,
  endEvents,
  failed,
  faultEvents,
  judgingCatalog,
  probesOf,
  writeSyntheticRun,
} from '../../fixtures/synthetic-run.js';

const injectMs = 20_000;
const plan = planOf({
  phases: '\n    - { name: steady, for: 50s, rate: 200/s }',
  keys: 'faults:\n  - { name: kill-jkt-b, fault: node-kill, node: jkt-b, at: steady + 20s, heal: 25s }',
});

const directories: string[] = [];
afterEach(() => directories.splice(0).forEach((directory) => rmSync(directory, { recursive: true })));

describe('a generator that lags while the target recovers', () => {
  it.each([
    ['a tenth of a long recovery', { outageMs: 3_000, lagMs: 290 }],
    ['a tenth of a window in a short one', { outageMs: 300, lagMs: 95 }],
  ])('widens the error bar by up to %s', async (_what, { outageMs, lagMs }) => {
    const { inconclusive, recoveryTimeMs } = await recoveryOf(outageMs, lagMs);
    const punctual = await recoveryOf(outageMs, 0);
    expect(inconclusive).toBeNull();
    expect((recoveryTimeMs?.errorMs ?? 0) - (punctual.recoveryTimeMs?.errorMs ?? 0)).toBeCloseTo(lagMs, 0);
  });

  it.each([
    ['a tenth of a long recovery', { outageMs: 3_000, lagMs: 320 }],
    ['a tenth of a window in a short one', { outageMs: 300, lagMs: 105 }],
  ])('cannot tell the recovery time beyond %s', async (_what, { outageMs, lagMs }) => {
    const { inconclusive } = await recoveryOf(outageMs, lagMs);
    expect(inconclusive).toContain('The load generator lagged');
  });

  it('does not matter when it was late at another time', async () => {
    const { inconclusive } = await recoveryOf(3_000, 900, injectMs + 8_200);
    expect(inconclusive).toBeNull();
  });
});

async function recoveryOf(outageMs: number, lagMs: number, lateMs = injectMs + 200): Promise<FaultRecovery> {
  const directory = mkdtempSync(join(tmpdir(), 'paystorm-lag-'));
  directories.push(directory);
  const isOut = (atMs: number): boolean => atMs >= injectMs + 10 && atMs < injectMs + outageMs;
  writeSyntheticRun({
    directory,
    plan,
    script: (atMs, _index, unit) => [isOut(atMs) ? failed(atMs, unit) : answered(atMs, unit)],
    probes: probesOf(plan, {}),
    events: [
      ...faultEvents({
        fault: 'kill-jkt-b',
        issuedMs: injectMs - 1,
        verifiedMs: injectMs + 1,
        healMs: 45_000,
        healedMs: 46_000,
      }),
      ...Array.from({ length: 50 }, (_each, index) => index * 1_000 + 200).map((atMs) =>
        second(atMs, atMs === lateMs ? lagMs : 0),
      ),
      { kind: 'audited', atMs: 51_000, audit: auditOf() },
      ...endEvents(plan),
    ],
  });
  const [recovery] = (await judge({ directory, catalog: judgingCatalog() })).recoveries;
  if (recovery === undefined) throw new Error('The fault has no recovery.');
  return recovery;
}

function second(atMs: number, scheduleLagMs: number): JournalEvent {
  const counts = { offered: 100, issued: 100, acknowledged: 100, aborted: 0, inDoubt: 0, declined: 0, dropped: 0 };
  const interval = {
    thread: 0,
    atMs,
    ...counts,
    inFlight: 0,
    queued: 0,
    responseTimeMsP50: 2,
    responseTimeMsP99: 5,
    scheduleLagMsP99: scheduleLagMs,
    scheduleLagMsMax: scheduleLagMs,
    eventLoopDelayMsMax: 0,
    garbageCollectionMs: 0,
    errors: {},
  };
  return { kind: 'interval', atMs, interval };
}
