/** Which replica takes over: nothing that was acknowledged may be left behind, and nobody shall wait without need. */
import { expect, it } from 'vitest';
import { bestFirst } from '../../../../src/host/replication/candidates.js';

it('the replica that received most takes over, however far behind it is', () => {
  const [best] = bestFirst([
    { name: 'db-b', received: 99, applied: 99 },
    { name: 'db-c', received: 100, applied: 1 },
  ]);
  expect(best?.name).toBe('db-c');
});

it('of those that received the same the one with least to apply takes over, and else the first', () => {
  const lagging = { name: 'db-b', received: 100, applied: 40 };
  const level = { name: 'db-c', received: 100, applied: 100 };
  expect(bestFirst([lagging, level])[0]?.name).toBe('db-c');
  expect(bestFirst([{ ...level, name: 'db-b' }, level])[0]?.name).toBe('db-b');
});
