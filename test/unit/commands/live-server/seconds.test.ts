/** The load second by second while it goes on: true to the second, whole for every thread, and bounded. */
import { expect, it } from 'vitest';
import { Seconds, stepsMax } from '../../../../src/commands/live-server/story/seconds.js';
import { loadIntervalOf } from '../../../fixtures/load-interval.js';

const good = { good: 400 };

it('a second is shown when every thread has told it, with the counts of all', () => {
  const seconds = new Seconds(2);
  seconds.add(loadIntervalOf(0, 1_000), good);
  expect(seconds.count).toBe(0);
  seconds.add(loadIntervalOf(1, 1_000), good);
  expect(seconds.count).toBe(1);
  expect(seconds.cells()).toMatchObject({
    offered: [1_000],
    good: [800],
    achieved: [1_002],
    'error:timeout': [6],
    p99: [21],
  });
});

it('a thread that hangs does not hold the others up for longer than a second', () => {
  const seconds = new Seconds(2);
  seconds.add(loadIntervalOf(0, 1_000), good);
  seconds.add(loadIntervalOf(1, 1_000), good);
  for (let second = 2; second <= 5; second += 1) seconds.add(loadIntervalOf(0, second * 1_000), good);
  expect(seconds.count).toBe(4);
});

it('what is told late is spread over the time in which it was counted, and nothing is lost of it', () => {
  const seconds = new Seconds(1);
  seconds.add(loadIntervalOf(0, 1_000), good);
  seconds.add({ ...loadIntervalOf(0, 3_500), offered: 1_000 }, good);
  seconds.end();
  expect(seconds.cells()['offered']).toEqual([500, 400, 400, 200]);
});

it('a second that ends a little too soon is whole', () => {
  const seconds = new Seconds(1);
  seconds.add(loadIntervalOf(0, 999.2), good);
  expect(seconds.count).toBe(1);
});

it('no answer has no response time, and an error that comes late was none before', () => {
  const seconds = new Seconds(1);
  seconds.add({ ...loadIntervalOf(0, 1_000), responseTimeMsP99: null, errors: {} }, good);
  seconds.add({ ...loadIntervalOf(0, 2_000), errors: { deadlock: 1 } }, good);
  expect(seconds.cells()['p99']).toEqual([null, 20]);
  expect(seconds.cells()['error:deadlock']).toEqual([0, 1]);
  expect(seconds.errorClasses()).toEqual(['deadlock']);
});

it('after its bound steps are merged: rates stay true, and the slowest answer stays', () => {
  const seconds = new Seconds(1);
  for (let second = 1; second <= stepsMax + 2; second += 1)
    seconds.add({ ...loadIntervalOf(0, second * 1_000), responseTimeMsP99: second === 102 ? 900 : 20 }, good);
  expect([seconds.stepMs, seconds.halvings, seconds.count]).toEqual([2_000, 1, stepsMax / 2 + 1]);
  const { offered, p99 } = seconds.cells();
  expect(new Set(offered)).toEqual(new Set([500]));
  expect([p99![49], p99![50], p99![51]]).toEqual([20, 900, 20]);
});
