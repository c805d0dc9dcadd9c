/** How long a lost connection waits before it is opened again. */
import { expect, it } from 'vitest';
import { Backoff } from '../../../../src/catalog/engines/words/backoff.js';

const reconnect = { minMs: 10, maxMs: 100, isJittered: false };

it('doubles from failure to failure up to its highest, and begins anew when one has worked', () => {
  const waits = waitsOf({ ...reconnect }, 6);
  expect(waits.next(6)).toEqual([10, 20, 40, 80, 100, 100]);
  waits.backoff.worked();
  expect(waits.next(2)).toEqual([10, 20]);
});

it('is any part of that with jitter', () => {
  expect(waitsOf({ ...reconnect, isJittered: true }, 0.25).next(3)).toEqual([2.5, 5, 10]);
});

it('is over at once when the place to go has changed', () => {
  const { backoff } = waitsOf(reconnect, 1);
  backoff.failed();
  expect(backoff.isOver).toBe(false);
  backoff.reset();
  expect(backoff.isOver).toBe(true);
});

/** Waits are found by looking every tenth of a millisecond. */
function waitsOf(policy: typeof reconnect, chance: number) {
  let nowMs = 1_000;
  const backoff = new Backoff({ reconnect: policy, nowMs: () => nowMs, chance: () => chance });
  const waitOnce = (): number => {
    backoff.failed();
    const fromMs = nowMs;
    for (let tenths = 0; !backoff.isOver; tenths += 1) nowMs = fromMs + (tenths + 1) / 10;
    return Number((nowMs - fromMs).toFixed(1));
  };
  return { backoff, next: (count: number) => Array.from({ length: count }, waitOnce) };
}
