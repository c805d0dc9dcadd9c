/** What is refused when a fault is about to be injected, with nothing changed; and from when on its runner is taken for one that hangs. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createCatalog } from '../../../src/catalog/index.js';
import { removeLease } from '../../../src/host/lease.js';
import type { FaultKind } from '../../../src/model/fault.js';
import { limits } from '../../../src/model/limits.js';
import type { MembershipControl } from '../../../src/model/planned-control.js';
import type { Cluster } from '../../../src/model/topology.js';
import { injectFault } from '../../../src/run/faults/inject-fault.js';
import { injected } from '../../../src/run/faults/injected.js';
import type { FaultSite } from '../../../src/run/faults/injection.js';
import { takeLease } from '../../../src/run/faults/take-lease.js';
import { heldLeases } from '../../fixtures/leases.js';
import { TargetSite } from '../../fixtures/target-site.js';
import { pretendedFault } from '../../fixtures/pretended-fault.js';

let site: TargetSite;
let broken: Set<string>;
const cluster = {
  topology: 'galera',
  directory: '/nowhere/cluster',
  nodes: ['a', 'b', 'c'].map((name) => ({ name, zone: 'a' })),
} as unknown as Cluster;
beforeEach(async () => {
  site = await TargetSite.open();
  broken = new Set();
});
afterEach(() => site[Symbol.asyncDispose]());

const majority = (members: number): number => Math.floor((members - 1) / 2);
const takes: FaultKind['takes'] = () => ['process'];
const takesSetting: FaultKind['takes'] = () => ['process/setting'];
const refusing = (): void => {
  throw new Error('no watchdog');
};

it('as many nodes as the scenario allows are broken at once, and not one more', async () => {
  await using _first = await inject('node-kill', ['a']);
  await expect(inject('node-pause', ['b', 'c'])).rejects.toThrow(
    'With node-pause 3 nodes would be broken at once (a, b, c), and 2 of 3 may be.',
  );
  expect([...broken]).toEqual(['a']);
  expect(await heldLeases()).toHaveLength(1);
  await using _second = await inject('node-pause', ['b']);
  expect([...broken]).toEqual(['a', 'b']);
});

it('nodes that are lost to the others by an order to another one are counted', async () => {
  const separates: FaultKind['separates'] = () => ['a', 'b'];
  await using _first = await inject('node-kill', ['c']);
  await expect(inject('aurora', ['c'], { separates })).rejects.toThrow('3 nodes would be broken at once (c, a, b)');
});

it('what breaks no node is not counted', async () => {
  await using _first = await inject('node-kill', ['a', 'b']);
  await using _second = await inject('read-only', ['c'], { requires: ['administration'] });
  expect([...broken]).toEqual(['a', 'b', 'c']);
});

it('when a node has left, as many may be broken as those that are left go on without', async () => {
  const membership = { members: () => ['a', 'b'] } as unknown as MembershipControl;
  await expect(
    inject('node-kill', ['a'], {}, { nodesAtOnceMax: majority, cluster: { ...cluster, membership } }),
  ).rejects.toThrow('With node-kill 1 node would be broken at once (a), and none of 2 may be.');
  await using _first = await inject('node-kill', ['a'], {}, { nodesAtOnceMax: majority });
  expect([...broken]).toEqual(['a']);
});

it('a node that is healed counts no more', async () => {
  await (await inject('node-kill', ['a', 'b']))[Symbol.asyncDispose]();
  await using _second = await inject('node-kill', ['c']);
  expect([...broken]).toEqual(['c']);
});

it('of two faults of a kind whose roles lead to the same node the second is refused', async () => {
  await using _first = await inject('node-kill', ['a']);
  await expect(inject('node-kill', ['a'])).rejects.toThrow('node-kill is a node-kill on a already');
});

it('of two faults whose roles lead to the same node, and which take the same of it, the second is refused', async () => {
  await using _first = await inject('node-kill', ['a'], { takes });
  await expect(inject('node-pause', ['a'], { takes })).rejects.toThrow('node-kill has taken the process of a already');
  await expect(inject('read-only', ['a'], { takes: takesSetting })).rejects.toThrow('has taken the process of a');
  expect(await heldLeases()).toHaveLength(1);
  await using _other = await inject('black-hole', ['a'], { takes: () => ['client traffic'] });
  await using _elsewhere = await inject('zone-outage', ['b'], { takes });
});

it('nothing is injected any more when the run may not, or has been stopped', async () => {
  await expect(inject('node-kill', ['a'], {}, { mayInject: refusing })).rejects.toThrow('no watchdog');
  const stopped = AbortSignal.abort(new Error('stopped'));
  await expect(inject('node-kill', ['a'], {}, {}, stopped)).rejects.toThrow('stopped');
  expect([...broken]).toEqual([]);
  expect(await heldLeases()).toEqual([]);
  expect(injected.size).toBe(0);
});

const minuteMs = 60_000;
/** Of servers of paystorm's own, twice. */
const healsMs = 2 * limits.healMsMax;
/** Three tries and as many looks, with a pause after each; its end is waited for, with a last look, and looked at again. */
const execHealMs = (3 * 2 + 3) * 10 * minuteMs + 3 * 1_000;

it.each([
  ['node-kill', { node: 'a' }, healsMs],
  ['switchover', { timeout: '10m' }, 10 * minuteMs + healsMs],
  ['node-remove', { node: 'a', drain: '1h' }, 60 * minuteMs + healsMs],
  ['node-add', { node: 'a' }, limits.healMsMax + healsMs],
  ['node-stop', { node: 'a', grace: '2m' }, 2 * minuteMs + healsMs],
  ['manual', { node: 'a', do: 'pull', undo: 'plug', timeout: '1h' }, 60 * minuteMs + 2 * (60 * minuteMs + 10_000)],
  ['exec', { node: 'a', do: ['true'], undo: ['true'], timeout: '10m' }, 3 * 10 * minuteMs + 2 * execHealMs],
])(
  '%s with %o is not taken for left before its injection and its heal can be over',
  async (kind, settings, lastsMs) => {
    const dueAt = await dueAtOf(kind, settings);
    const expectedMs = Date.parse(site.clock.wallClockIso()) + lastsMs;
    expect(Math.abs(Date.parse(dueAt ?? '') - expectedMs)).toBeLessThan(5_000);
  },
);

it.each([
  ['cutover', {}, 'which side serves is for nobody else to say while it is being done'],
  ['latency', { node: 'a' }, 'it is in the proxy of its runner'],
  ['shift-traffic', { from: 'a', to: 'b' }, 'it is in what its runner tells its clients'],
])('%s with %o is never taken for left while its runner lives: %s', async (kind, settings, _why) => {
  expect(await dueAtOf(kind, settings)).toBeNull();
});

/** Of a fault that is to be healed at once. */
async function dueAtOf(name: string, settings: Readonly<Record<string, unknown>>): Promise<string | null> {
  const kind = createCatalog().faults.get(name);
  const planned = { name, kind: name, settings: kind.settings.parse(settings), injectAtMs: 0, healAtMs: 0 };
  const target = { cluster, runId: 'run-1', journalDirectory: site.directory };
  const { id, dueAt } = await takeLease({ kind, planned, targets: { nodes: ['a'] }, site: target }, site.clock);
  injected.clear();
  await removeLease(id);
  return dueAt;
}

/** Breaks names in a set, two of three at most. */
function inject(
  kind: string,
  nodes: readonly string[],
  more: Partial<FaultKind> = {},
  bounds: Partial<FaultSite> = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<AsyncDisposable> {
  const fault = pretendedFault(kind, nodes, {
    async inject() {
      for (const node of nodes) broken.add(node);
    },
    isEffective: async () => nodes.some((node) => broken.has(node)),
    async heal() {
      for (const node of nodes) broken.delete(node);
    },
    ...more,
  });
  const planned = { name: kind, kind, settings: {}, injectAtMs: 0, healAtMs: 1_000 };
  const target = { cluster, runId: 'run-1', journalDirectory: site.directory, nodesAtOnceMax: () => 2, ...bounds };
  return injectFault(fault, planned, target, { axis: site.clock, signal, append: () => undefined });
}
