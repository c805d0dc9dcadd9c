/** Every fault that needs a cluster, when its runner is killed. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStateDirectory } from '../../../src/host/state-directory.js';
import { describeDeath, inParts, rejoinedWithinMs } from '../../fixtures/dead-runner.js';
import { breakAndDie } from '../../fixtures/doomed-runner.js';
import { aims, breaking, catalog } from '../../fixtures/fault-aims.js';
import { heldLeases } from '../../fixtures/leases.js';
import { TargetSite } from '../../fixtures/target-site.js';

const healthyTimeoutMs = 30_000;

describe('faults of clusters whose runner is killed', () => {
  let site: TargetSite;
  beforeAll(async () => {
    site = await TargetSite.open();
    await openStateDirectory();
  });
  afterAll(() => site[Symbol.asyncDispose]());

  const ofReplicas = breaking.filter(([name]) => aims[name]?.topology === 'primary-replica');
  const ofMembers = breaking.filter(([name]) => ['galera', 'migration'].includes(aims[name]?.topology ?? ''));
  it('are all tried here, or on a single server', () => {
    const elsewhere = breaking.filter(([name]) => aims[name]?.topology === 'single');
    expect(ofReplicas.length + ofMembers.length + elsewhere.length).toBe(breaking.length);
  });

  for (const broken of [...inParts(ofReplicas, 3), ...inParts(ofMembers, 2)]) describeDeath(broken, () => site);

  it('are healed by the watchdog also where a node has to rejoin a cluster, which takes longer', async () => {
    const galera = { topology: 'galera', settings: { node: 'node-b' }, target: { timeouts: 'fast' } };
    const order = { kind: 'node-kill', aim: galera, journalDirectory: site.directory, isWatched: true };
    const death = await breakAndDie(order);
    await expect.poll(heldLeases, { timeout: 120_000, interval: 50 }).toEqual([]);
    expect(Date.now() - death.atMs).toBeLessThan(rejoinedWithinMs);
    console.log(`a Galera node was back ${Date.now() - death.atMs} ms after the runner was killed`);
    await using found = await catalog.topologies.get('galera').attach?.(death.directory, site.options);
    await found?.awaitHealthy({ timeoutMs: healthyTimeoutMs });
    expect(found?.nodes).toHaveLength(3);
  });
});
