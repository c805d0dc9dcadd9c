/** What can be known beforehand of a target when each fault of its timeline comes. */
import { expect, it } from 'vitest';
import { createCatalog } from '../../../src/catalog/index.js';
import { foresee, type Outlook } from '../../../src/kit/outlook.js';

const { faults, topologies } = createCatalog();

/** `[kind, settings, from, to]`, without `to` for what stays. */
type Told = readonly [kind: string, settings: object, injectAtMs: number, healAtMs?: number];

function outlooks(topology: string, target: object, told: readonly Told[]): readonly Outlook[] {
  const kind = topologies.get(topology);
  const strikes = told.map(([name, settings, injectAtMs, healAtMs = injectAtMs], index) => {
    const found = faults.get(name);
    const stays = told[index]?.length === 3;
    return { kind: found, settings: found.settings.parse(settings), injectAtMs, healAtMs, stays };
  });
  return foresee(strikes, { kind, settings: kind.settings.parse(target) });
}

const later = {
  nodes: ['a', 'b', 'c'].map((name) => ({ name, zone: name, joins: name === 'c' ? 'later' : 'at-start' })),
};
const membersOf = (...told: readonly Told[]) =>
  outlooks('galera', later, told).map(({ members }) => [...members].sort().join(''));
const primaries = (...told: readonly Told[]) => outlooks('primary-replica', {}, told).map(({ primary }) => primary);
const undone = (...told: readonly Told[]) => outlooks('galera', later, told).map(({ undoneBy }) => undoneBy);
const none = (atMs: number): Told => ['none', {}, atMs, atMs + 1];

it('who joins or leaves does so until the heal, or for good', () => {
  expect(membersOf(none(1), ['node-add', { node: 'c' }, 2, 4], none(3), none(5))).toEqual(['ab', 'ab', 'abc', 'ab']);
  expect(membersOf(['node-remove', { node: 'a' }, 2, 4], none(3), none(5))).toEqual(['ab', 'b', 'ab']);
  expect(membersOf(['node-add', { node: 'c' }, 2], ['node-remove', { node: 'c' }, 4], none(9))).toEqual([
    'ab',
    'abc',
    'ab',
  ]);
});

it('the order of the list does not matter, and at one moment heals come first, then who joins or leaves', () => {
  expect(membersOf(none(3), ['node-add', { node: 'c' }, 3])).toEqual(['abc', 'ab']);
  expect(membersOf(none(5), ['node-add', { node: 'c' }, 2, 5])).toEqual(['ab', 'ab']);
});

it('what changes nothing is refused, and so its heal changes nothing', () => {
  expect(membersOf(['node-add', { node: 'b' }, 2, 4], none(5))).toEqual(['ab', 'ab']);
  expect(membersOf(['node-remove', { node: 'c' }, 2, 4], none(5))).toEqual(['ab', 'ab']);
  expect(membersOf(['node-remove', { node: 'a' }, 2], ['node-remove', { node: 'b' }, 3], none(5))).toEqual([
    'ab',
    'b',
    'b',
  ]);
});

it('what stays is told to end where a later fault undoes it', () => {
  expect(undone(['node-add', { node: 'c' }, 2], ['node-remove', { node: 'c' }, 4])).toEqual([1, null]);
  expect(undone(['node-add', { node: 'c' }, 2], ['node-remove', { node: 'a' }, 4])).toEqual([null, null]);
  expect(undone(['node-remove', { node: 'a' }, 2], ['node-add', { node: 'a' }, 4, 6])).toEqual([1, null]);
});

it('members until the heal, and those when it comes, are known as well', () => {
  const [, first] = outlooks('galera', later, [['node-add', { node: 'c' }, 3], none(2)]);
  expect(first?.membersMeanwhile).toEqual(['a', 'b']);
  const [long] = outlooks('galera', later, [
    ['partition', { node: 'c' }, 2, 5],
    ['node-add', { node: 'c' }, 3],
  ]);
  expect(long?.membersMeanwhile).toEqual(['a', 'b', 'c']);
  expect(long?.membersAtHeal).toEqual(['a', 'b', 'c']);
});

it('the primary is the one of the start until its role moves', () => {
  expect(primaries(none(1), ['switchover', { to: 'db-b' }, 2, 4], none(5))).toEqual(['db-a', 'db-a', 'db-b']);
  expect(primaries(['switchover', { to: 'db-b', return: true }, 2, 4], none(3), none(5))).toEqual([
    'db-a',
    'db-b',
    'db-a',
  ]);
  expect(primaries(['failover', { to: 'db-b', return: true }, 2, 4], none(3), none(5))).toEqual(['db-a', 'db-b', null]);
});

it('nobody knows the primary after a move to the best of several, until a role moves to a named one', () => {
  expect(primaries(['switchover', {}, 2, 4], none(5), ['failover', { to: 'db-c' }, 6, 7], none(8))).toEqual([
    'db-a',
    null,
    null,
    'db-c',
  ]);
  const pair = { nodes: ['x', 'y'].map((name) => ({ name, zone: name })) };
  const told: readonly Told[] = [['switchover', {}, 2, 4], none(5)];
  expect(outlooks('primary-replica', pair, told).map(({ primary }) => primary)).toEqual(['x', 'y']);
});

it.each([
  ['node-kill', { node: 'db-a' }, null],
  ['node-kill', { node: 'db-b' }, 'db-a'],
  ['node-kill', { role: 'primary' }, null],
  ['node-pause', { zone: 'a' }, null],
  ['rolling-restart', {}, null],
  ['partition', { node: 'db-a' }, null],
  ['cpu-pressure', { node: 'db-a' }, null],
  ['latency', { node: 'db-a' }, 'db-a'],
  ['replication-stop', {}, 'db-a'],
] as const)('after %s by %j the primary is %s', (kind, settings, primary) => {
  expect(primaries([kind, settings, 2, 4], none(5))[1]).toBe(primary);
});

it('where each node takes writes, or others decide, there is no primary to know', () => {
  expect(outlooks('galera', later, [none(1)])[0]?.primary).toBeNull();
  expect(outlooks('single', {}, [none(1)])[0]?.primary).toBeNull();
});
