/** A role that is moved on purpose: to whom, and what the heal makes of it. */
import { expect, it } from 'vitest';
import { failover } from '../../../src/catalog/faults/failover.js';
import { replicationLag } from '../../../src/catalog/faults/replication-lag.js';
import { switchover } from '../../../src/catalog/faults/switchover.js';
import { resolveMove, RoleMove } from '../../../src/catalog/faults/words/role-move.js';
import type { FaultContext } from '../../../src/model/fault.js';
import type { Cluster } from '../../../src/model/topology.js';

interface Pretended {
  readonly primary?: string;
  readonly followers?: readonly string[];
}

/** Writes down what is done to it. */
function pretend({ primary = 'db-a', followers = ['db-b', 'db-c'] }: Pretended = {}) {
  const done: string[] = [];
  let current = primary;
  const cluster = {
    topology: 'primary-replica',
    replication: { primary: () => current },
    roles: {
      successor: async () => followers[0],
      async handOver(to: string) {
        done.push(`hand over to ${to}`);
        current = to;
      },
      settle: async () => void done.push('settle'),
      areSettled: async () => true,
      isFollowing: async (node: string) => followers.includes(node),
    },
  };
  return { cluster: cluster as unknown as Cluster, done };
}

function contextOf(cluster: Cluster, nodes: readonly string[], isReturned = false) {
  const settings = switchover.settings.parse({ return: isReturned });
  return {
    name: 'move',
    cluster,
    settings,
    targets: { nodes },
    signal: new AbortController().signal,
  } satisfies FaultContext;
}

it('the old primary and the chosen or the best replica are meant, and who was the primary is noted', async () => {
  const { cluster } = pretend();
  expect(await resolveMove({ to: 'db-c', return: false }, cluster)).toEqual({
    nodes: ['db-a', 'db-c'],
    former: { 'db-a': 'primary' },
  });
  expect((await resolveMove({ return: false }, cluster)).nodes).toEqual(['db-a', 'db-b']);
});

it.each([switchover, failover])('a move to the primary itself is refused: $kind', async (kind) => {
  const { cluster } = pretend();
  const targets = await resolveMove({ to: 'db-a', return: false }, cluster);
  expect(kind.refusal?.(targets, cluster)).toBe('db-a is the primary already, so nothing would be moved');
  expect(kind.refusal?.({ nodes: ['db-a', 'db-b'] }, cluster)).toBeNull();
});

it.each([
  ['makes the cluster whole, and leaves the role where it is', false, { primary: 'db-b' }, ['settle']],
  [
    'hands the role back where that is wanted',
    true,
    { primary: 'db-b', followers: ['db-a'] },
    ['settle', 'hand over to db-a'],
  ],
  [
    'leaves the role to the new primary when the old one stands aside',
    true,
    { primary: 'db-b', followers: [] },
    ['settle'],
  ],
  ['does not move the role when it is where it was', true, { primary: 'db-a' }, ['settle']],
])('the heal %s', async (_what, isReturned, pretended, wanted) => {
  const { cluster, done } = pretend(pretended);
  await new RoleMove().heal(contextOf(cluster, ['db-a', 'db-b'], isReturned));
  expect(done).toEqual(wanted);
});

it('an operation that stays makes the cluster whole, and hands nothing back', async () => {
  const { cluster, done } = pretend({ primary: 'db-b', followers: ['db-a'] });
  expect(switchover.planned).toBe('reversible');
  await switchover.conclude?.(contextOf(cluster, ['db-a', 'db-b'], true));
  expect(done).toEqual(['settle']);
});

it('without a move under way the effect is a cluster between two roles, and there is none when it is settled', async () => {
  const { cluster } = pretend();
  expect(await new RoleMove().isSeen(contextOf(cluster, ['db-a', 'db-b']), true)).toBe(false);
});

it.each(['1500ms', '500ms', '11m'])('a lag of %s is refused', (lag) => {
  expect(replicationLag.settings.safeParse({ lag }).success).toBe(false);
});
