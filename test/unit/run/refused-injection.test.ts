/** What a fault refuses before it has done anything: it is told, and nothing is healed, because that would do what nobody asked for, or wait for it in vain. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { nodeAdd } from '../../../src/catalog/faults/node-add.js';
import { nodeRemove } from '../../../src/catalog/faults/node-remove.js';
import { shiftTraffic } from '../../../src/catalog/faults/shift-traffic.js';
import type { FaultKind } from '../../../src/model/fault.js';
import type { JournalEvent } from '../../../src/model/journal.js';
import type { Cluster } from '../../../src/model/topology.js';
import { injectFault } from '../../../src/run/faults/inject-fault.js';
import { injected } from '../../../src/run/faults/injected.js';
import { heldLeases } from '../../fixtures/leases.js';
import { TargetSite } from '../../fixtures/target-site.js';

let site: TargetSite;
let events: JournalEvent[];
/** Orders to the cluster. */
let orders: string[];
let members: readonly string[];
beforeEach(async () => {
  site = await TargetSite.open();
  [events, orders] = [[], []];
});
afterEach(() => site[Symbol.asyncDispose]());

it.each([
  ['the removal of the last member', nodeRemove, ['a'], { node: 'a' }, 'a is the last member'],
  ['the removal of one that is out', nodeRemove, ['a'], { node: 'b' }, 'b does not belong to the cluster'],
  ['the addition of a member', nodeAdd, ['a', 'b'], { node: 'b' }, 'b belongs to the cluster already'],
  ['traffic to where nobody writes', shiftTraffic, ['a'], { from: 'a', to: 'b' }, 'no node of the zone'],
] as const)('%s is told as without effect, and not healed', async (_what, kind, present, settings, reason) => {
  members = present;
  for (const stays of [true, undefined] as const) {
    events = [];
    await expect(inject(kind as FaultKind, settings, stays)).rejects.toThrow(reason);
    expect(events.map((event) => event.kind)).toEqual(['fault-injecting', 'fault-ineffective']);
    expect(orders).toEqual([]);
    expect(await heldLeases()).toEqual([]);
    expect(injected.size).toBe(0);
  }
});

it('when two members are removed at once, the one that is the last by then is left alone', async () => {
  members = ['a', 'b'];
  const both = ['a', 'b'].map((node) => inject(nodeRemove, { node }, true));
  const settled = await Promise.allSettled(both);
  expect(settled.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(events.map(({ kind }) => kind)).not.toContain('heal-failed');
  expect(members).toHaveLength(1);
  expect(injected.size).toBe(1);
  for (const { status, ...ends } of settled)
    if (status === 'fulfilled') await (ends as { readonly value: AsyncDisposable }).value[Symbol.asyncDispose]();
});

function append(event: JournalEvent): void {
  events.push(event);
}

async function inject(kind: FaultKind, written: object, stays?: true): Promise<AsyncDisposable> {
  const settings = kind.settings.parse(written);
  const planned = { name: 'move', kind: kind.kind, settings, injectAtMs: 0, healAtMs: 0, ...(stays && { stays }) };
  const { signal } = new AbortController();
  const target = { cluster: pretended(), runId: 'run-1', journalDirectory: site.directory };
  return injectFault(kind, planned, target, { axis: site.clock, signal, append });
}

/** Does at once what it is told, and refuses to lose its last member. */
function pretended(): Cluster {
  const cluster = {
    topology: 'galera',
    directory: '/nowhere/cluster',
    nodes: ['a', 'b'].map((name) => ({ name, zone: name })),
    route: () => ({ writable: members }),
    process: { state: async (node: string) => (members.includes(node) ? 'running' : 'down') },
    membership: {
      members: () => members,
      async add(node: string) {
        orders.push(`add ${node}`);
        members = [...members, node];
      },
      async remove(node: string) {
        if (members.every((each) => each === node)) throw new Error(`${node} is the last member.`);
        orders.push(`remove ${node}`);
        members = members.filter((each) => each !== node);
        return 0;
      },
    },
  };
  return cluster as unknown as Cluster;
}
