/** A setting of a server that others run is changed by an administrator's statement, and whoever finds only the lease gives it back. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as faults from '../../../src/catalog/faults/index.js';
import * as topologies from '../../../src/catalog/topologies/index.js';
import { createFaultRegistry } from '../../../src/kit/fault-registry.js';
import { createRegistry } from '../../../src/kit/registry.js';
import { ServerFleet } from '../../../src/host/server-fleet.js';
import type { Cluster, TopologyKind } from '../../../src/model/topology.js';
import { aimBeforehand } from '../../../src/run/faults/aim-beforehand.js';
import { injectFault } from '../../../src/run/faults/inject-fault.js';
import { repairLeases } from '../../../src/run/faults/repair-leases.js';
import { giveLeasesTo, heldLeases } from '../../fixtures/leases.js';
import { endedProcess } from '../../fixtures/processes.js';
import { scheduledFault } from '../../fixtures/scheduled-fault.js';
import { nodeOf, sql, TargetSite } from '../../fixtures/target-site.js';

const catalog = {
  faults: createFaultRegistry(faults),
  topologies: createRegistry<TopologyKind>(topologies),
};
const external = catalog.topologies.get('external');

let site: TargetSite;
let server: Cluster;
beforeAll(async () => {
  site = await TargetSite.open();
  server = await site.start(topologies.single);
});
afterAll(() => site[Symbol.asyncDispose]());

it('read-only is lifted again from the lease alone, over the account that only the target names', async () => {
  const settings = await settingsOf();
  const cluster = await external.start(settings, site.options);
  const kind = catalog.faults.get('read-only');
  const planned = { name: 'closed', kind: 'read-only', settings: { node: 'db' }, injectAtMs: 0, healAtMs: 60_000 };
  const place = { cluster, runId: 'run-1', journalDirectory: site.directory, targetSettings: settings };
  const { signal } = new AbortController();
  await injectFault(kind, planned, place, { axis: site.clock, signal, append: () => undefined });
  expect(await isReadOnly()).toBe(true);
  await cluster[Symbol.asyncDispose]();

  await giveLeasesTo(await endedProcess());
  const healed = await repairLeases({ catalog, clock: site.clock, onProgress: () => undefined });

  expect(healed.map(({ fault }) => fault)).toEqual(['closed']);
  expect(await isReadOnly()).toBe(false);
  expect(await heldLeases()).toEqual([]);
});

it('whether settings may be changed is tried beforehand, and leaves them as they are', async () => {
  await using cluster = await external.start(await settingsOf(), site.options);
  const planned = ['read-only', 'pool-exhaustion'].map((kind) => scheduledFault(kind, kind, { node: 'db' }));
  const { signal } = new AbortController();
  for (const isShut of [true, false]) {
    await cluster.administration?.order('db', `SET GLOBAL read_only = ${Number(isShut)}`);
    await aimBeforehand({ faults: planned }, catalog, { cluster, signal });
    expect(await isReadOnly()).toBe(isShut);
  }
});

/** Of the server, as others run it: statements go by an account of their own. */
async function settingsOf() {
  const { host, port, user, password } = nodeOf(server, 'db');
  const keeper = (await ServerFleet.attach(server.directory ?? '', site.clock)).adminEndpoint('db');
  return external.settings.parse({
    nodes: [
      {
        name: 'db',
        url: `mysql://${user}:${password}@${host}:${port}`,
        admin_url: `mysql://${keeper.user}:${keeper.password}@${host}:${port}`,
      },
    ],
  });
}

async function isReadOnly(): Promise<boolean> {
  const [row] = await sql(server, 'db', 'SELECT @@global.read_only AS state');
  return Number(row?.['state']) === 1;
}
