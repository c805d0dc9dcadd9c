/** Probes on a real server: the first that a stall held back tells its end, and one in ten tells whether the node still takes connections. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { single } from '../../../src/catalog/topologies/single.js';
import { createSystemClock } from '../../../src/kit/clock.js';
import { prepareLedger } from '../../../src/ledger/prepare-ledger.js';
import type { ProbeSample } from '../../../src/model/journal.js';
import type { Cluster } from '../../../src/model/topology.js';
import { connect, type Connection } from '../../../src/mysql/connect.js';
import { errnoOf } from '../../../src/mysql/error-facts.js';
import { ProbeLane } from '../../../src/run/probe-lane.js';
import { nodeGaps } from '../../../src/verdict/recovery/node-gaps.js';
import { readProbeLanes } from '../../../src/verdict/recovery/probe-answers.js';
import { planOf } from '../../fixtures/plan.js';
import { nodeOf, TargetSite } from '../../fixtures/target-site.js';

const schema = 'rehearsal';
const timeoutMs = 300;
const intervalMs = 20;
const tooManyConnections = 1040;
const clock = createSystemClock();
let site: TargetSite;
let cluster: Cluster;

beforeAll(async () => {
  site = await TargetSite.open();
  cluster = await site.start(single);
  await using connection = await connect(nodeOf(cluster, 'db'), { connectTimeoutMs: 5_000 });
  await prepareLedger(connection, planOf({ keys: `ledger: { accounts: 10, schema: ${schema} }` }), {
    wallClock: '2026-11-23T07:12:00.000Z',
    mayCreateSchema: true,
    clock,
    runId: 'run-1',
    toolVersion: '0.1.0',
    onProgress: () => undefined,
  });
});
afterAll(() => site[Symbol.asyncDispose]());

it('the oldest write that a stall held back goes on waiting, and its answer ends the stall', async () => {
  const samples: ProbeSample[] = [];
  const stall = { fromMs: 0, toMs: 0 };
  {
    await using _lane = laneInto(samples);
    await using holder = await connect(nodeOf(cluster, 'db'), { connectTimeoutMs: 5_000, database: schema });
    await clock.sleep(500);
    await holder.query('LOCK TABLES probe READ');
    stall.fromMs = clock.nowMs();
    await clock.sleep(2 * timeoutMs);
    // Whoever comes now is turned away, so that only the oldest is left to be answered: the server wakes its waiters in any order.
    await holder.query('SET GLOBAL max_connections = 10');
    const connections = await openUntilAlone(holder);
    stall.toMs = clock.nowMs();
    await holder.query('UNLOCK TABLES');
    await clock.sleep(500);
    await Promise.all(connections.map((other) => other.close()));
    await holder.query('SET GLOBAL max_connections = 100');
    await clock.sleep(500);
  }
  const hung = samples.filter(({ outcome }) => outcome === 'timeout').map(({ intendedStartMs }) => intendedStartMs);
  const [ending, ...later] = samples.filter(({ outcome, endMs }) => outcome === 'written' && endMs > stall.toMs);
  expect(hung.length).toBeGreaterThan(4);
  expect(Math.max(...hung)).toBeLessThan(stall.toMs - timeoutMs);
  expect(ending?.intendedStartMs).toBe(Math.min(...hung));
  expect(later.filter(({ intendedStartMs }) => hung.includes(intendedStartMs))).toEqual([]);
  expect(later.length).toBeGreaterThan(10);
});

it('a node that serves old connections and takes no new ones is noticed within ten probes, and is out for as long', async () => {
  const samples: ProbeSample[] = [];
  const full = { fromMs: 0, toMs: 0 };
  {
    await using _lane = laneInto(samples);
    await using holder = await connect(nodeOf(cluster, 'db'), { connectTimeoutMs: 5_000, database: schema });
    await clock.sleep(600);
    await holder.query('SET GLOBAL max_connections = 10');
    const { connections, sinceMs } = await openUntilFull(15 * intervalMs);
    full.fromMs = sinceMs;
    await clock.sleep(2_000);
    full.toMs = clock.nowMs();
    await Promise.all(connections.map((other) => other.close()));
    await holder.query('SET GLOBAL max_connections = 100');
    await clock.sleep(600);
  }
  const during = samples.filter(({ intendedStartMs }) => intendedStartMs >= full.fromMs && intendedStartMs < full.toMs);
  const refused = during.filter(({ outcome }) => outcome === 'failed');
  expect((refused[0]?.intendedStartMs ?? Infinity) - full.fromMs).toBeLessThanOrEqual(10 * intervalMs + 5);
  expect(refused.every(({ errno, isFresh }) => errno === tooManyConnections && isFresh === true)).toBe(true);
  expect(during.filter(({ outcome }) => outcome === 'written').length).toBeGreaterThan(50);
  const [node] = readProbeLanes(samples, ['db']);
  const range = { fromMs: samples[0]?.intendedStartMs ?? 0, toMs: clock.nowMs() };
  const gaps = node === undefined ? [] : nodeGaps(node, { range, shortestMs: 200, heldUpMs: () => 0 }, intervalMs);
  expect(gaps).toHaveLength(1);
  const lengthMs = (gaps[0]?.toMs ?? 0) - (gaps[0]?.fromMs ?? 0);
  expect(lengthMs).toBeGreaterThanOrEqual(full.toMs - full.fromMs - intervalMs);
  expect(lengthMs).toBeLessThan(full.toMs - full.fromMs + 25 * intervalMs);
});

interface Full {
  readonly connections: readonly Connection[];
  readonly sinceMs: number;
}

/** Until nobody was let in for `forMs`, longer than the lane takes between two that try: one of these may have held the last place for a moment. */
async function openUntilFull(forMs: number): Promise<Full> {
  const connections: Connection[] = [];
  let sinceMs: number | null = null;
  while (sinceMs === null || clock.nowMs() - sinceMs < forMs) {
    try {
      connections.push(await connect(nodeOf(cluster, 'db'), { connectTimeoutMs: 1_000 }));
      sinceMs = null;
    } catch (error) {
      expect(errnoOf(error)).toBe(tooManyConnections);
      sinceMs ??= clock.nowMs();
      await clock.sleep(intervalMs);
    }
  }
  return { connections, sinceMs };
}

/** Until every place is held by `holder`, by what is returned, and by one other: the lane's oldest. Later probes are sent away: by itself a server frees the place of a client that is gone only when it looks, once a second. */
async function openUntilAlone(holder: Connection): Promise<readonly Connection[]> {
  const connections: Connection[] = [];
  for (;;) {
    connections.push(...(await openUntilFull(0)).connections);
    // The last place is kept for an administrator, as all are here.
    const [row] = await holder.query(
      'SELECT COUNT(*) AS held, @@max_connections + 1 AS places FROM information_schema.processlist',
    );
    if (Number(row?.['held']) === Number(row?.['places']) && Number(row?.['held']) === connections.length + 2)
      return connections;
    const waiting = await holder.query(
      "SELECT id FROM information_schema.processlist WHERE info LIKE 'REPLACE%' ORDER BY time_ms DESC LIMIT 100 OFFSET 1",
    );
    // One may have gone meanwhile.
    for (const { id } of waiting) await holder.query(`KILL ${String(id)}`).catch(() => undefined);
  }
}

function laneInto(samples: ProbeSample[]): ProbeLane {
  return new ProbeLane({
    node: 0,
    endpoint: nodeOf(cluster, 'db'),
    schema,
    settings: { ratePerSecond: 1_000 / intervalMs, timeoutMs },
    clock,
    isMember: () => true,
    record: (sample) => samples.push(sample),
    onTrouble: (text) => expect.unreachable(text),
  });
}
