/** An orderly stop on real servers: it is no crash, neither for the server itself nor for those beside it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { nodeKill } from '../../../src/catalog/faults/node-kill.js';
import { nodeStop } from '../../../src/catalog/faults/node-stop.js';
import { galera } from '../../../src/catalog/topologies/galera.js';
import { single } from '../../../src/catalog/topologies/single.js';
import type { FaultContext, FaultKind } from '../../../src/model/fault.js';
import type { Cluster } from '../../../src/model/topology.js';
import { aimAt } from '../../fixtures/fault-place.js';
import { surroundings } from '../../fixtures/injection.js';
import { longestGapMs, SalesClerk } from '../../fixtures/sales-clerk.js';
import { fill, sql, TargetSite } from '../../fixtures/target-site.js';

const healthyTimeoutMs = 60_000;
let site: TargetSite;
beforeEach(async () => {
  site = await TargetSite.open();
});
afterEach(() => site[Symbol.asyncDispose]());

it('node-stop lets a server end in order', async () => {
  const cluster = await site.start(single);
  await inject(nodeStop, { node: 'db' }, cluster);
  expect(await readFile(join(cluster.directory ?? '', 'db.log'), 'utf8')).toContain('Shutdown complete');
});

it('node-stop kills a server that takes too long, and says so', async () => {
  const cluster = await site.start(single);
  const told: string[] = [];
  // A hash takes no note of the end of its connection, and the server waits for it.
  const hash = sql(cluster, 'db', "SELECT ENCRYPT('anything', '$6$rounds=50000000$salt')").catch(() => 'cut off');
  const hashes = "SELECT 1 FROM information_schema.processlist WHERE info LIKE 'SELECT ENCRYPT%'";
  await vi.waitUntil(async () => (await sql(cluster, 'db', hashes)).length > 0, 5_000);
  await inject(nodeStop, { node: 'db', grace: '1s' }, cluster, told);
  expect(await hash).toBe('cut off');
  expect(told).toEqual([expect.stringContaining('was killed')]);
  expect(await cluster.process?.state('db')).toBe('down');
});

it('node-stop makes a Galera node leave politely: the others go on, as they do not when it is killed', async () => {
  const cluster = await site.start(galera, { timeouts: 'fast' });
  const [leaving = '', staying = ''] = cluster.nodes.map((node) => node.name);
  await fill(cluster, staying, []);
  const killGapMs = await longestGapDuring(nodeKill, 1);
  // Other work on this machine may hold the clerk up once; a stop that stalls the others does so every time.
  let stopGapMs = Number.POSITIVE_INFINITY;
  for (let attempt = 1; attempt <= 3 && stopGapMs >= killGapMs / 2; attempt += 1)
    stopGapMs = await longestGapDuring(nodeStop, attempt * 100_000);
  console.info(`Stall of the others: stopped ${Math.round(stopGapMs)} ms, killed ${Math.round(killGapMs)} ms`);
  expect(stopGapMs).toBeLessThan(killGapMs / 2);

  async function longestGapDuring(kind: FaultKind, firstId: number): Promise<number> {
    await using clerk = new SalesClerk(cluster, staying, firstId, site.clock);
    await clerk.sold(20);
    const fault = await inject(kind, { node: leaving }, cluster);
    // Longer than the others need to give up a member that fell silent.
    await site.clock.sleep(5_000);
    await clerk.sold(clerk.acknowledged.length + 20);
    const gapMs = longestGapMs(clerk.times);
    await clerk.stop();
    await kind.heal(fault);
    await cluster.awaitHealthy({ timeoutMs: healthyTimeoutMs });
    return gapMs;
  }
}, 170_000);

async function inject<Settings>(
  kind: FaultKind<Settings>,
  settings: unknown,
  cluster: Cluster,
  told?: string[],
): Promise<FaultContext<Settings>> {
  const context = await aimAt(kind, settings, cluster);
  await kind.inject({ ...context, ...surroundings(told) });
  return context;
}
