/** Two faults on one node that take different things of it: each shows, and each is healed while the other lasts. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { blackHole } from '../../../src/catalog/faults/black-hole.js';
import { nodeKill } from '../../../src/catalog/faults/node-kill.js';
import { nodePause } from '../../../src/catalog/faults/node-pause.js';
import { readOnly } from '../../../src/catalog/faults/read-only.js';
import { zoneOutage } from '../../../src/catalog/faults/zone-outage.js';
import { single } from '../../../src/catalog/topologies/single.js';
import type { FaultKind } from '../../../src/model/fault.js';
import type { JournalEvent } from '../../../src/model/journal.js';
import type { Cluster } from '../../../src/model/topology.js';
import { connect } from '../../../src/mysql/connect.js';
import { injectFault } from '../../../src/run/faults/inject-fault.js';
import { throughProxy, type ProxiedCluster } from '../../../src/run/through-proxy.js';
import { CommitTraffic } from '../../fixtures/commit-traffic.js';
import { aimAt } from '../../fixtures/fault-place.js';
import { surroundings } from '../../fixtures/injection.js';
import { nodeOf, sql, TargetSite } from '../../fixtures/target-site.js';

let site: TargetSite;
let direct: Cluster;
let proxied: ProxiedCluster;
let traffic: CommitTraffic;
let events: JournalEvent[];
beforeEach(async () => {
  events = [];
  site = await TargetSite.open();
  direct = await site.start(single);
  proxied = await throughProxy(direct, 1);
  traffic = new CommitTraffic(nodeOf(proxied.cluster, 'db'));
  await site.clock.sleep(300);
});
afterEach(async () => {
  await traffic[Symbol.asyncDispose]();
  await proxied[Symbol.asyncDispose]();
  await site[Symbol.asyncDispose]();
});

const stacks: readonly (readonly [string, FaultKind])[] = [
  ['down', nodeKill],
  ['paused', nodePause],
];
it.each(stacks)('a server that is %s behind a silent network is back before the network is', async (state, kind) => {
  const silence = await inject('silence', zoneOutage, { zone: 'a', by: 'black-hole' });
  const loss = await inject('loss', kind, { node: 'db' });
  expect(await direct.process?.state('db')).toBe(state);
  await loss[Symbol.asyncDispose]();
  expect(await direct.process?.state('db')).toBe('running');
  await sql(direct, 'db', 'SELECT 1');
  await expect(enter()).rejects.toThrow();
  await silence[Symbol.asyncDispose]();
  await sql(proxied.cluster, 'db', 'SELECT 1');
  expect(told()).toEqual(['silence injected', 'loss injected', 'loss healed', 'silence healed']);
});

it('a setting is seen and restored behind a silent network', async () => {
  await using _silence = await inject('silence', blackHole, { node: 'db' });
  const refusal = await inject('refusal', readOnly, { node: 'db' });
  await refusal[Symbol.asyncDispose]();
  expect(told()).toEqual(['silence injected', 'refusal injected', 'refusal healed']);
});

it('the heal of one silence does not end another', async () => {
  const one = { ...(await aimAt(zoneOutage, { zone: 'a', by: 'black-hole' }, proxied.cluster)), name: 'one' };
  const other = { ...one, name: 'other' };
  await zoneOutage.inject({ ...one, ...surroundings() });
  await zoneOutage.inject({ ...other, ...surroundings() });
  await zoneOutage.heal(one);
  await expect(enter()).rejects.toThrow();
  await zoneOutage.heal(other);
  await sql(proxied.cluster, 'db', 'SELECT 1');
});

function inject(name: string, kind: FaultKind, written: object): Promise<AsyncDisposable> {
  const settings = kind.settings.parse(written);
  const planned = { name, kind: kind.kind, settings, injectAtMs: 0, healAtMs: 60_000 };
  const target = { cluster: proxied.cluster, runId: 'run-1', journalDirectory: site.directory };
  const { signal } = new AbortController();
  return injectFault(kind, planned, target, { axis: site.clock, signal, append: (event) => events.push(event) });
}

/** As a client comes. */
async function enter(): Promise<void> {
  (await connect(nodeOf(proxied.cluster, 'db'), { connectTimeoutMs: 500 })).destroy();
}

/** Of each fault, what came about. */
function told(): readonly string[] {
  return events.flatMap((event) => {
    if (event.kind === 'fault-ineffective') return [`${event.fault} ineffective`];
    if (event.kind !== 'fault-injected' && event.kind !== 'fault-healed') return [];
    return [`${event.fault} ${event.kind.slice('fault-'.length)}`];
  });
}
