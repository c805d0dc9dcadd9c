/** Work shared out over connections: each item once, whatever happens to all connections but the first. */
import { expect, it } from 'vitest';
import type { Connection } from '../../../../src/mysql/connect.js';
import { shareOut } from '../../../../src/run/audit/share-out.js';

const [first, second] = [{}, {}] as unknown as [Connection, Connection];
const items = [1, 2, 3, 4, 5, 6];

it('every item is done once', async () => {
  const done: number[] = [];
  await shareOut([first, second], items, async (_connection, item) => void done.push(item));
  expect(done.toSorted((a, b) => a - b)).toEqual(items);
});

it('what fails on another connection is done on the first', async () => {
  const done: number[] = [];
  let failed = 0;
  await shareOut([first, second], items, async (connection, item) => {
    await Promise.resolve();
    if (connection === first) return void done.push(item);
    failed += 1;
    throw new Error('lost');
  });
  expect(failed).toBe(1);
  expect(done.toSorted((a, b) => a - b)).toEqual(items);
});

it('what fails on the first fails', async () => {
  const work = async (connection: Connection): Promise<void> => {
    if (connection === first) throw new Error('lost');
  };
  await expect(shareOut([first, second], items, work)).rejects.toThrow('lost');
});
