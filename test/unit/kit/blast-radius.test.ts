import { expect, it } from 'vitest';
import { createCatalog } from '../../../src/catalog/index.js';
import { allowedLosses, nodesBroken, toleratedLosses, type Target } from '../../../src/kit/blast-radius.js';

const { faults, topologies } = createCatalog();
const nodes = ['a', 'a', 'b', 'b', 'c'].map((zone, index) => ({ name: `node-${index + 1}`, zone }));

/** `[kind, settings, from, to]`; how many nodes are broken from each on. */
function broken(...strikes: readonly (readonly [string, object, number, number])[]): readonly number[] {
  return nodesBroken(
    strikes.map(([kind, settings, injectAtMs, healAtMs]) => {
      const found = faults.get(kind);
      return { kind: found, settings: found.settings.parse(settings), injectAtMs, healAtMs };
    }),
    nodes,
  );
}

it('faults that follow each other never add up, and those that overlap do', () => {
  const first = ['node-kill', { node: 'node-1' }, 0, 100] as const;
  expect(broken(first, ['node-kill', { node: 'node-2' }, 100, 200])).toEqual([1, 1]);
  expect(broken(first, ['node-kill', { node: 'node-2' }, 99, 200])).toEqual([1, 2]);
  expect(broken(['node-kill', { node: 'node-2' }, 99, 200], first)).toEqual([2, 1]);
});

it('a node that is broken twice counts once and for the first time, and every node of a zone counts', () => {
  expect(broken(['zone-outage', { zone: 'a' }, 0, 100], ['node-pause', { node: 'node-1' }, 50, 60])).toEqual([2, 0]);
  expect(broken(['zone-outage', { zone: 'a' }, 0, 100], ['node-pause', { node: 'node-5' }, 50, 60])).toEqual([2, 3]);
});

it('of several that begin together, those count that stand before', () => {
  const [one, two, three] = ['node-1', 'node-1', 'node-2'].map((node) => ['node-kill', { node }, 0, 100] as const);
  expect(broken(one!, two!, three!)).toEqual([1, 0, 2]);
  expect(broken(three!, two!, one!)).toEqual([1, 2, 0]);
});

it('whom a role chooses may be any node, but there are no more than there are', () => {
  const primary = ['node-kill', { role: 'primary' }, 0, 100] as const;
  expect(broken(primary, ['node-kill', { node: 'node-1' }, 0, 100])).toEqual([1, 2]);
  const zones = ['a', 'b', 'c'].map((zone) => ['zone-outage', { zone }, 0, 100] as const);
  expect(broken(...zones, primary)).toEqual([2, 4, 5, 0]);
});

it('a rolling restart is on one node at a time, however many it names', () => {
  expect(broken(['rolling-restart', { nodes: ['node-1', 'node-2', 'node-3'] }, 0, 100])).toEqual([1]);
  expect(broken(['rolling-restart', {}, 0, 100])).toEqual([1]);
});

it('what spoils connections breaks no node', () => {
  const kill = ['node-kill', { node: 'node-5' }, 0, 100] as const;
  expect(broken(['latency', { zone: 'a' }, 0, 100], kill)).toEqual([0, 1]);
  expect(broken(['black-hole', { zone: 'a', share: '49%' }, 0, 100], kill)).toEqual([0, 1]);
  expect(broken(['packet-loss', { zone: 'a' }, 0, 100], kill)).toEqual([0, 1]);
});

it.each([
  ['read-only', { zone: 'b' }],
  ['pool-exhaustion', { zone: 'b' }],
  ['connection-storm', { zone: 'b' }],
  ['black-hole', { zone: 'b' }],
  ['black-hole', { zone: 'b', share: '50%' }],
  ['packet-loss', { zone: 'b', share: '50%' }],
  ['zone-outage', { zone: 'b', by: 'black-hole' }],
  ['flapping', { zone: 'b', by: 'black-hole' }],
])(
  'nodes that refuse their clients, or are silent to them, are lost as those that are killed: %s',
  (kind, settings) => {
    expect(broken([kind, settings, 0, 100], ['node-kill', { node: 'node-5' }, 50, 100])).toEqual([2, 3]);
  },
);

it.each([
  [{ node: 'node-1' }, 1],
  [{ role: 'primary' }, 1],
  [{ zones: ['c'] }, 1],
  [{ zones: ['a', 'b'] }, 1],
  [{ zones: ['a'] }, 2],
  [{ groups: [['node-1'], ['node-2', 'node-3'], ['node-4', 'node-5']] }, 3],
  [{ from: ['node-1', 'node-2'] }, 2],
  [{ bridge: 'node-3' }, 2],
  [{ ring: true }, 5],
] as const)('the smaller side of a split network is lost to the others: %j', (settings, lost) => {
  expect(broken(['partition', settings, 0, 100])).toEqual([lost]);
});

it('a node that is cut off and one that is killed add up', () => {
  const cut = ['partition', { node: 'node-1' }, 0, 100] as const;
  expect(broken(cut, ['node-kill', { node: 'node-2' }, 50, 80])).toEqual([1, 2]);
  expect(broken(cut, ['node-kill', { node: 'node-1' }, 50, 80])).toEqual([1, 0]);
  expect(broken(cut, ['packet-loss', { node: 'node-2' }, 50, 80])).toEqual([1, 0]);
});

it.each([
  ['galera', 2, 0],
  ['galera', 3, 1],
  ['galera', 4, 1],
  ['galera', 5, 2],
  ['galera', 7, 3],
  ['primary-replica', 2, 1],
  ['primary-replica', 5, 1],
  ['single', 1, 0],
  ['simulated', 1, 0],
])('%s of %i goes on without %i', (name, members, tolerated) => {
  expect(toleratedLosses({ kind: topologies.get(name), settings: {} }, members)).toBe(tolerated);
});

it('the only server may be broken where it is one of our own, and where others run it only as they say', () => {
  const pair = ['n-1', 'n-2'].map((each) => ({ name: each, zone: 'a' }));
  const server = { url: 'mysql://u:p@db.test' };
  expect(allowedLosses(target('single', {}), 1)).toBe(1);
  expect(allowedLosses(target('galera', { nodes: pair }), 2)).toBe(0);
  expect(allowedLosses(target('external', { nodes: [server] }), 1)).toBe(0);
  expect(allowedLosses(target('external', { nodes: [server, server, server] }), 3)).toBe(1);
});

function target(name: string, settings: unknown): Target {
  const kind = topologies.get(name);
  return { kind, settings: kind.settings.parse(settings) };
}

it('a role that is moved breaks no node, nor does a replica that is late', () => {
  expect(broken(['switchover', { to: 'node-2' }, 0, 100], ['replication-lag', {}, 0, 100])).toEqual([0, 0]);
});
