/** Journals in, records out: four stories whose truth is known, and the record each must give, down to the last number. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { json } from '../../src/catalog/reporters/json.js';
import { paymentIdOf } from '../../src/kit/payment-id.js';
import type { JournalEvent } from '../../src/model/journal.js';
import type { Plan } from '../../src/model/plan.js';
import { createArrivalStream } from '../../src/plan/arrivals.js';
import { createContents } from '../../src/plan/contents.js';
import type { RunRecord } from '../../src/model/run-record.js';
import { judge } from '../../src/verdict/judge.js';
import { planOf } from '../fixtures/plan.js';
import {
  answered,
  auditOf,
  endEvents,
  failed,
  faultEvents,
  judgingCatalog,
  nodeAuditOf,
  probesOf,
  writeSyntheticRun,
  type SyntheticRun,
} from '../fixtures/synthetic-run.js';

const injectMs = 22_000;
const outage = { fromMs: injectMs + 20, toMs: injectMs + 2_120 };
const healMs = 36_000;
const healStall = { fromMs: 38_000, toMs: 38_600 };

const directories: string[] = [];
afterEach(() => directories.splice(0).forEach((directory) => rmSync(directory, { recursive: true })));

test('a cluster that stalls for 2.1 s and loses nothing gives the golden record', async () => {
  const record = await judged({ ...stallStory(), events: [...faults(), ...audited(), ...endEvents(plan)] });
  expect(record.recoveries[0]?.recoveryTimeMs?.valueMs).toBeCloseTo(outage.toMs - injectMs - 5, -1);
  expect(record.exitCode).toBe(0);
  expectGolden('stall', record);
});

test('a failover that loses payments gives the golden record', async () => {
  const record = await judged({ ...stallStory(), events: [...faults(), ...lossy(), ...endEvents(plan)] });
  expect(record.exitCode).toBe(120);
  expectGolden('loss', record);
});

test('a run whose runner was killed in the fault gives the golden record', async () => {
  const record = await judged({ ...stallStory(), events: faults(), killedMs: injectMs + 5_000 });
  expect(record.finish).toBe('killed');
  expectGolden('killed', record);
});

test('a run without a fault gives the golden record', async () => {
  const calm = planOf({ phases, keys: 'ledger: { accounts: 1000 }' });
  const record = await judged({
    directory: '',
    plan: calm,
    script: (atMs, _index, unit) => [answered(atMs, unit)],
    probes: probesOf(calm, {}),
    events: [...audited(), ...endEvents(calm)],
  });
  expect(record.answers.downtime.status).toBe('not-tested');
  expectGolden('calm', record);
});

const phases = `
    - { name: warmup, for: 5s, rate: 100/s, warmup: true }
    - { name: steady, for: 15s, rate: 200/s }
    - { name: spike, for: 20s, rate: 200/s -> 400/s over 2s }
    - { name: settle, for: 20s, rate: 200/s }`;

const plan: Plan = planOf({
  phases,
  keys: `ledger: { accounts: 1000 }
faults:
  - { name: kill-jkt-b, fault: node-kill, node: jkt-b, at: spike + 2s, heal: 14s }
recovery: { objective: 8s }
gates:
  - recovery_time < 8s after kill-jkt-b
  - heal_outage < 5s after kill-jkt-b
  - lost_payments == 0
  - balance_drift == 0
  - availability >= 99.9% during steady
  - response_time.p99 < 250ms during steady
  - throughput >= 95% of offered after kill-jkt-b within 10s
  - response_time.p99 <= baseline + 10% floor 5ms during settle
  - { gate: "availability >= 99.9%", during: spike, on_breach: warn }`,
});

function stallStory(): Omit<SyntheticRun, 'events'> {
  return {
    directory: '',
    plan,
    script: (atMs, _index, unit) => {
      const isStalled = (atMs >= outage.fromMs && atMs < outage.toMs) || (atMs >= healStall.fromMs && atMs < healStall.toMs);
      return [isStalled ? failed(atMs, unit) : answered(atMs, unit)];
    },
    probes: probesOf(plan, { 'jkt-a': outage, cloud: outage, 'jkt-b': { fromMs: injectMs, toMs: 39_000 } }),
  };
}

function faults(): readonly JournalEvent[] {
  return [
    sees('jkt-a', 0, 3),
    sees('cloud', 0, 3),
    ...faultEvents({ fault: 'kill-jkt-b', issuedMs: injectMs - 5, verifiedMs: injectMs + 15, healMs, healedMs: 39_000 }),
    sees('jkt-a', injectMs + 1_400, 2),
    sees('jkt-a', 39_000, 3),
    { kind: 'redundant-again', atMs: 39_200 },
  ].sort((a, b) => a.atMs - b.atMs) as readonly JournalEvent[];
}

function sees(node: string, atMs: number, clusterSize: number): JournalEvent {
  return { kind: 'node-state', atMs, node, state: 'serving', detail: 'Primary, Synced', clusterSize, replicaLagMs: null };
}

function audited(): readonly JournalEvent[] {
  return [{ kind: 'audited', atMs: 64_000, audit: auditOf() }];
}

/** Payments due in the last 200 ms before the fault. */
function arrivalsToLose(): readonly number[] {
  const contents = createContents(plan, judgingCatalog().operations);
  const stream = createArrivalStream(plan, 0, 1);
  const found: number[] = [];
  while (stream.next()) {
    const isPosting = contents.contentOf(stream.index).content.kind === 'posting';
    if (isPosting && stream.intendedStartMs > injectMs - 200 && stream.intendedStartMs < injectMs - 20) found.push(stream.index);
  }
  return found.slice(0, 3);
}

function lossy(): readonly JournalEvent[] {
  const lostArrivals = arrivalsToLose();
  const examples = lostArrivals.map((arrival, index) => ({
    payment: paymentIdOf(7, arrival),
    account: null,
    amount: 1_000 + index,
    acknowledgedMs: injectMs - 200 + index * 10,
    foundOn: ['jkt-b'],
    text: `payment ${paymentIdOf(7, arrival)}: absent on jkt-a, still on jkt-b`,
  }));
  const lost = { count: lostArrivals.length, money: 3_003, examples };
  const audit = auditOf({
    nodes: [
      nodeAuditOf('jkt-a', 'authority', { lost }),
      nodeAuditOf('cloud', 'comparable', { lost }),
      { ...nodeAuditOf('jkt-b', 'aside'), lostButHere: 3 },
    ],
    excluded: [{ node: 'jkt-b', reason: 'It left with transactions that nobody else has.' }],
    lostArrivals,
  });
  return [{ kind: 'audited', atMs: 64_000, audit }];
}

async function judged(run: SyntheticRun): Promise<RunRecord> {
  const directory = mkdtempSync(join(tmpdir(), 'paystorm-golden-'));
  directories.push(directory);
  writeSyntheticRun({ ...run, directory });
  return await judge({ directory, catalog: judgingCatalog() });
}

function expectGolden(name: string, record: RunRecord): void {
  const path = fileURLToPath(new URL(`${name}.record.json`, import.meta.url));
  const text = json.render(record, { hasColor: false, columns: 80, directory: '' });
  if (env['GOLDEN'] === 'write') writeFileSync(path, text);
  expect(text).toBe(readFileSync(path, 'utf8'));
}
