/** Planned operations whose runner is killed in the middle: whoever finds the lease brings the servers to one definite state, and nothing is left running beside it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCatalog } from '../../../src/catalog/index.js';
import { processesOf } from '../../../src/kit/capability-of.js';
import type { Cluster } from '../../../src/model/topology.js';
import { repairLeases } from '../../../src/run/faults/repair-leases.js';
import { breakAndDie, type DoomedOrder } from '../../fixtures/doomed-runner.js';
import type { Aim } from '../../fixtures/fault-place.js';
import { heldLeases } from '../../fixtures/leases.js';
import { sql, TargetSite } from '../../fixtures/target-site.js';

const healthyTimeoutMs = 60_000;
const catalog = createCatalog();
const three = (joins: 'at-start' | 'later') => ({
  nodes: [
    { name: 'node-a', zone: 'a' },
    { name: 'node-b', zone: 'b' },
    { name: 'node-c', zone: 'c', joins },
  ],
  timeouts: 'fast',
});
const adding: Aim = { topology: 'galera', settings: { node: 'node-c' }, target: three('later') };
const removing: Aim = { topology: 'galera', settings: { node: 'node-c' }, target: three('at-start') };
const moving: Aim = { topology: 'migration', settings: {}, target: { to: { timeouts: 'fast' } } };

describe('when its runner is killed half way', () => {
  let site: TargetSite;
  beforeEach(async () => {
    site = await TargetSite.open();
  });
  afterEach(() => site[Symbol.asyncDispose]());

  it('a node that was joining is taken back', async () => {
    await using found = await repairedAfter({ kind: 'node-add', aim: adding, halfWayMs: 700, stays: true });
    expect(found.route().writable).toEqual(['node-a', 'node-b']);
    expect(await processesOf(found).state('node-c')).toBe('down');
    await found.awaitHealthy({ timeoutMs: healthyTimeoutMs });
  });

  it('a node that was leaving has left, or belongs to the cluster again where that was asked for', async () => {
    await using left = await repairedAfter({ kind: 'node-remove', aim: removing, halfWayMs: 40, stays: true });
    expect(left.route().writable).toEqual(['node-a', 'node-b']);
    expect(await processesOf(left).state('node-c')).toBe('down');
    await left.awaitHealthy({ timeoutMs: healthyTimeoutMs });
    await using back = await repairedAfter({ kind: 'node-remove', aim: removing, halfWayMs: 40 });
    expect(back.route().writable).toEqual(['node-a', 'node-b', 'node-c']);
    await back.awaitHealthy({ timeoutMs: healthyTimeoutMs });
  });

  it.each([15, 80])(
    'a cutover %i ms old leaves exactly one side that takes writes, and clients are sent to that',
    async (halfWayMs) => {
      await using found = await repairedAfter({ kind: 'cutover', aim: moving, halfWayMs, stays: true });
      const writable = await writers(found);
      expect([['old-a'], ['new-a', 'new-b', 'new-c']]).toContainEqual(writable);
      expect(found.route().writable).toEqual(writable);
      await found.awaitHealthy({ timeoutMs: healthyTimeoutMs });
    },
  );

  async function repairedAfter(order: Omit<DoomedOrder, 'journalDirectory' | 'isWatched'>): Promise<Cluster> {
    const { directory } = await breakAndDie({ ...order, journalDirectory: site.directory, isWatched: false });
    const healed = await repairLeases({ catalog, clock: site.clock, onProgress: () => undefined });
    expect(healed.map(({ kind }) => kind)).toEqual([order.kind]);
    expect(await heldLeases()).toEqual([]);
    const found = await catalog.topologies.get(order.aim.topology).attach?.(directory, site.options);
    if (found === undefined) throw new Error('The servers cannot be found again.');
    return found;
  }
});

/** Nodes that take a client's write. */
async function writers(cluster: Cluster): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { name } of cluster.nodes) {
    const begun = sql(cluster, name, 'START TRANSACTION READ WRITE', 'ROLLBACK');
    if (await begun.then(() => true).catch(() => false)) found.push(name);
  }
  return found;
}
