/** Probes on a real server whose writes stall: the first that hangs is answered first, and tells the end of the stall. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { single } from '../../../src/catalog/topologies/single.js';
import { createSystemClock } from '../../../src/kit/clock.js';
import { prepareLedger } from '../../../src/ledger/prepare-ledger.js';
import type { ProbeSample } from '../../../src/model/journal.js';
import type { Cluster } from '../../../src/model/topology.js';
import { connect } from '../../../src/mysql/connect.js';
import { ProbeLane } from '../../../src/run/probe-lane.js';
import { planOf } from '../../fixtures/plan.js';
import { nodeOf, TargetSite } from '../../fixtures/target-site.js';

const schema = 'rehearsal';
const timeoutMs = 300;
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

it('the oldest write that a stall held back is the first that is answered', async () => {
  const samples: ProbeSample[] = [];
  const stall = { fromMs: 0, toMs: 0 };
  {
    await using _lane = laneInto(samples);
    await using holder = await connect(nodeOf(cluster, 'db'), { connectTimeoutMs: 5_000, database: schema });
    await clock.sleep(500);
    await holder.query('LOCK TABLES probe READ');
    stall.fromMs = clock.nowMs();
    await clock.sleep(4 * timeoutMs);
    stall.toMs = clock.nowMs();
    await holder.query('UNLOCK TABLES');
    await clock.sleep(500);
  }
  const hung = samples.filter(({ outcome }) => outcome === 'timeout').map(({ intendedStartMs }) => intendedStartMs);
  const [ending, ...later] = samples.filter(({ outcome, endMs }) => outcome === 'written' && endMs > stall.toMs);
  expect(hung.length).toBeGreaterThan(4);
  expect(ending?.intendedStartMs).toBe(Math.min(...hung));
  expect(later.filter(({ intendedStartMs }) => hung.includes(intendedStartMs))).toEqual([]);
  expect(later.length).toBeGreaterThan(10);
});

function laneInto(samples: ProbeSample[]): ProbeLane {
  return new ProbeLane({
    node: 0,
    endpoint: nodeOf(cluster, 'db'),
    schema,
    settings: { ratePerSecond: 50, timeoutMs },
    clock,
    record: (sample) => samples.push(sample),
    onTrouble: (text) => expect.unreachable(text),
  });
}
