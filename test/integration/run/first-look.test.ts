/** The first look on a real server: which of the payments that were acknowledged just before a fault it lacks when it takes writes again. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { single } from '../../../src/catalog/topologies/single.js';
import { AttemptWriter } from '../../../src/journal/attempt-file.js';
import { createSystemClock } from '../../../src/kit/clock.js';
import { paymentIdOf } from '../../../src/kit/payment-id.js';
import { prepareLedger } from '../../../src/ledger/prepare-ledger.js';
import type { Attempt, JournalEvent, ProbeSample } from '../../../src/model/journal.js';
import type { Cluster } from '../../../src/model/topology.js';
import { connect, type Connection } from '../../../src/mysql/connect.js';
import { FirstLook } from '../../../src/run/first-look.js';
import { planOf } from '../../fixtures/plan.js';
import { Scratch } from '../../fixtures/scratch.js';
import { nodeOf, TargetSite } from '../../fixtures/target-site.js';
import { acknowledgedAttempt } from '../../fixtures/attempt.js';

const schema = 'rehearsal';
const runTag = 9;
const clock = createSystemClock();
const plan = planOf({ keys: `ledger: { accounts: 10, schema: ${schema} }` });
/** Positions of the operations: the first posts payments, the second only reads. */
const [transfer, balance] = [0, 1];
let site: TargetSite;
let cluster: Cluster;
let connection: Connection;
let scratch: Scratch;
let events: JournalEvent[];

beforeAll(async () => {
  site = await TargetSite.open();
  cluster = await site.start(single);
  connection = await connect(nodeOf(cluster, 'db'), { connectTimeoutMs: 5_000 });
  await prepareLedger(connection, plan, {
    wallClock: '2026-11-23T07:12:00.000Z',
    mayCreateSchema: true,
    clock,
    runId: 'run-1',
    toolVersion: '0.1.0',
    onProgress: () => undefined,
  });
});
afterAll(async () => {
  await connection.close();
  await site[Symbol.asyncDispose]();
});
beforeEach(async () => {
  events = [];
  scratch = new Scratch();
  await connection.query(`DELETE FROM ${schema}.payment`);
  return () => scratch[Symbol.dispose]();
});

it('names those that are absent, of those acknowledged in the five seconds before the fault', async () => {
  const injectedMs = clock.nowMs();
  journal([
    attemptAt(injectedMs - 5_500, { arrival: 1 }),
    attemptAt(injectedMs - 4_500, { arrival: 2 }),
    attemptAt(injectedMs - 900, { arrival: 3, outcome: 'in-doubt' }),
    attemptAt(injectedMs - 800, { arrival: 4, operation: balance }),
    attemptAt(injectedMs - 700, { arrival: 5 }),
    attemptAt(injectedMs - 1, { arrival: 6 }),
    attemptAt(injectedMs + 1, { arrival: 7 }),
  ]);
  await pay(5);
  await using look = lookOn(cluster);
  look.onEvent(injected(injectedMs));
  look.onProbe(written(injectedMs + 5));
  await happened('first-look');
  expect(events).toMatchObject([{ kind: 'first-look', after: 'kill', node: 'db', lookedFor: 3, absent: [2, 6] }]);
});

it('knows what to ask for, however many attempts an outage writes before anybody can look', async () => {
  const injectedMs = clock.nowMs();
  const acknowledged = Array.from({ length: 50 }, (_, index) =>
    attemptAt(injectedMs - 60 + index, { arrival: index + 1 }),
  );
  const writer = new AttemptWriter(scratch.directory, 0);
  for (const attempt of acknowledged) writer.append(attempt);
  writer.flush();
  await using look = lookOn(cluster);
  look.onEvent(injected(injectedMs));
  await clock.sleep(600);
  const dropped = attemptAt(injectedMs + 100, { outcome: 'dropped' });
  for (let count = 0; count < 25_000; count += 1) writer.append(dropped);
  writer.close();
  look.onProbe(written(injectedMs + 900));
  await happened('first-look');
  expect(events).toMatchObject([{ lookedFor: 50, absent: expect.objectContaining({ length: 50 }) as unknown }]);
});

it('asks in portions, and every payment once', async () => {
  const injectedMs = clock.nowMs();
  const all = Array.from({ length: 2_500 }, (_, index) => index + 1);
  journal(all.map((arrival) => attemptAt(injectedMs - 3_000 + arrival, { arrival })));
  const [first, ...others] = all;
  await pay(...others.slice(0, -1));
  await using look = lookOn(cluster);
  look.onEvent(injected(injectedMs));
  look.onProbe(written(injectedMs));
  await happened('first-look');
  expect(events).toMatchObject([{ lookedFor: 2_500, absent: [first, 2_500] }]);
});

it('waits for a write that was sent after the injection, on a node that clients write to', async () => {
  const injectedMs = clock.nowMs();
  journal([attemptAt(injectedMs - 10, { arrival: 1 })]);
  const writable = { value: ['elsewhere'] };
  await using look = lookOn({ nodes: cluster.nodes, route: () => ({ ...cluster.route(), writable: writable.value }) });
  look.onEvent(injected(injectedMs));
  look.onProbe(written(injectedMs + 5));
  writable.value = ['db'];
  look.onProbe(written(injectedMs - 5));
  look.onProbe({ ...written(injectedMs + 5), outcome: 'refused' });
  await clock.sleep(700);
  expect(events).toEqual([]);
  look.onProbe(written(injectedMs + 700));
  await happened('first-look');
  look.onProbe(written(injectedMs + 720));
  await clock.sleep(500);
  expect(events).toHaveLength(1);
});

it('looks again when the node went away meanwhile, and ends when it is told to', async () => {
  const injectedMs = clock.nowMs();
  journal([attemptAt(injectedMs - 10, { arrival: 1 })]);
  const closed = { ...nodeOf(cluster, 'db'), port: 1 };
  const nodes = { value: [closed] };
  const look = lookOn({
    get nodes() {
      return nodes.value;
    },
    route: () => cluster.route(),
  });
  look.onEvent(injected(injectedMs));
  look.onProbe(written(injectedMs + 5));
  await clock.sleep(800);
  expect(events).toEqual([]);
  nodes.value = [nodeOf(cluster, 'db')];
  look.onProbe(written(injectedMs + 800));
  await happened('first-look');
  look.onEvent(injected(clock.nowMs()));
  look.onProbe(written(clock.nowMs() + 5));
  await look[Symbol.asyncDispose]();
  expect(events).toHaveLength(1);
});

function lookOn(target: Pick<Cluster, 'nodes' | 'route'>): FirstLook {
  return new FirstLook({
    header: { plan, runTag },
    postings: new Set([transfer]),
    cluster: target,
    journal: { directory: scratch.directory, append: (event) => events.push(event) },
    axis: clock,
  });
}

function journal(attempts: readonly Attempt[]): void {
  const writer = new AttemptWriter(scratch.directory, 0);
  for (const attempt of attempts) writer.append(attempt);
  writer.close();
}

function attemptAt(endMs: number, changes: Partial<Attempt>): Attempt {
  const times = { intendedStartMs: endMs - 5, startMs: endMs - 5, endMs };
  return { ...acknowledgedAttempt, operation: transfer, connection: 0, ...times, ...changes };
}

async function pay(...arrivals: readonly number[]): Promise<void> {
  const rows = arrivals.map((arrival) => `(${paymentIdOf(runTag, arrival)}, 'transfer', 5, 'posted', 0, 1)`);
  await connection.query(
    `INSERT INTO ${schema}.payment (payment_id, operation, amount, state, client_time, attempt) VALUES ${rows.join(', ')}`,
  );
}

function injected(atMs: number): JournalEvent {
  return { kind: 'fault-injected', atMs, fault: 'kill', issuedMs: atMs, verifiedMs: atMs };
}

function written(intendedStartMs: number): ProbeSample {
  return { node: 0, outcome: 'written', errno: 0, intendedStartMs, endMs: intendedStartMs + 2 };
}

async function happened(kind: JournalEvent['kind']): Promise<void> {
  const endMs = clock.nowMs() + 5_000;
  while (!events.some((event) => event.kind === kind) && clock.nowMs() < endMs) await clock.sleep(20);
}
