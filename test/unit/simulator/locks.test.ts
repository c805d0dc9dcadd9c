/** Row locks of the simulated database: who waits, for how long, and who is next. */
import { beforeEach, expect, it } from 'vitest';
import { Locks } from '../../../src/simulator/locks.js';
import { ManualClock } from '../../fixtures/manual-clock.js';

const [first, second, third] = [{ name: 'first' }, { name: 'second' }, { name: 'third' }];
let clock: ManualClock;
let locks: Locks;

beforeEach(() => {
  clock = new ManualClock();
  locks = new Locks(clock, 1_000);
});

it('a free row is had at once, also a second time', async () => {
  expect(await locks.acquire('row', first)).toBe(true);
  expect(await locks.acquire('row', first)).toBe(true);
});

it('those who wait get the row in the order in which they came', async () => {
  const got: string[] = [];
  await locks.acquire('row', first);
  const waiting = [second, third].map(async (owner) => {
    if (await locks.acquire('row', owner)) got.push(owner.name);
  });
  locks.release(first);
  await waiting[0];
  expect(got).toEqual(['second']);
  locks.release(second);
  await waiting[1];
  expect(got).toEqual(['second', 'third']);
});

it('nobody waits for longer than the lock timeout', async () => {
  await locks.acquire('row', first);
  const late = locks.acquire('row', second);
  await clock.advance(1_000);
  expect(await late).toBe(false);
  locks.release(first);
  expect(await locks.acquire('row', third)).toBe(true);
});

it('who lets go while waiting gets nothing and blocks nobody', async () => {
  await locks.acquire('row', first);
  const given = locks.acquire('row', second);
  locks.release(second);
  expect(await given).toBe(false);
  locks.release(first);
  expect(await locks.acquire('row', third)).toBe(true);
});
