/** The waiting line: first come, first served, bounded; retries beside it until their time. */
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Pending } from '../../../../src/catalog/engines/words/pending.js';
import { WaitingLine } from '../../../../src/catalog/engines/words/waiting-line.js';
import { pendingAt, retryAt } from '../../../fixtures/pending.js';

const deadlineMs = 1_000;

it('serves those first who came first', () => {
  const line = lineOf(10, [1, 2, 3]);
  expect([take(line), take(line), take(line), take(line)]).toEqual([1, 2, 3, undefined]);
});

it('refuses whom it has no room for, and has room again when one is served or leaves', () => {
  const line = lineOf(2, [1, 2]);
  expect(line.join(pendingAt(3))).toBe(false);
  take(line);
  expect(line.join(pendingAt(4))).toBe(true);
  expect(line.join(pendingAt(5))).toBe(false);
  line.expire(4 + deadlineMs, deadlineMs);
  expect(line.join(pendingAt(6))).toBe(true);
  expect(line.length).toBe(2);
});

it('holds retries beside it: they take no room, and are served before the line once their time has come', () => {
  const line = lineOf(1, [1]);
  line.rejoin(retryAt(50));
  line.rejoin(retryAt(40));
  expect(line.length).toBe(3);
  expect(take(line, 39)).toBe(1);
  expect(take(line, 39)).toBeUndefined();
  expect(line.join(pendingAt(2))).toBe(true);
  expect(take(line, 40)).toBe(40);
  expect(take(line, 50)).toBe(50);
  expect(take(line, 50)).toBe(2);
});

it('lets go of those that have waited longer than their deadline, and of no others', () => {
  const line = lineOf(10, [100, 200, 300]);
  line.rejoin(retryAt(50));
  expect(line.expire(200 + deadlineMs, deadlineMs).map(indexOf)).toEqual([100]);
  expect(line.expire(200 + deadlineMs + 0.01, deadlineMs).map(indexOf)).toEqual([200]);
  expect(line.expire(299 + deadlineMs, deadlineMs)).toEqual([]);
  expect(line.length).toBe(2);
});

it('lets go of retries that may no longer be tried, and of no others', () => {
  const line = lineOf(10, [1]);
  for (const index of [10, 20, 30]) line.rejoin(retryAt(500, { index }));
  expect(line.expireRetries(({ index }) => index !== 20).map(indexOf)).toEqual([10, 30]);
  expect([take(line, 500), take(line, 500), take(line, 500)]).toEqual([20, 1, undefined]);
});

it('forgets nobody when it is cleared, retries included', () => {
  const line = lineOf(10, [1, 2, 3]);
  take(line);
  line.rejoin(retryAt(99));
  expect(line.clear().map(indexOf)).toEqual([2, 3, 99]);
  expect(line.length).toBe(0);
  expect(line.clear()).toEqual([]);
});

it('is a plain queue at any length and in any order of comings and goings', () => {
  const move = fc.oneof(
    fc.record({ kind: fc.constant('join' as const), count: fc.integer({ min: 1, max: 2_000 }) }),
    fc.record({ kind: fc.constant('take' as const), count: fc.integer({ min: 1, max: 2_500 }) }),
    fc.record({ kind: fc.constant('expire' as const), count: fc.integer({ min: 1, max: 1_500 }) }),
  );
  fc.assert(
    fc.property(fc.array(move, { maxLength: 12 }), (moves) => {
      const capacity = 3_000;
      const line = new WaitingLine(capacity);
      const model: number[] = [];
      let next = 0;
      for (const { kind, count } of moves) {
        if (kind === 'expire') {
          const untilMs = (model[0] ?? next) + count;
          const gone = model.splice(0, model.filter((each) => each < untilMs).length);
          expect(line.expire(untilMs + deadlineMs, deadlineMs).map(indexOf)).toEqual(gone);
        }
        for (let each = 0; each < count; each += 1) {
          if (kind === 'take') expect(take(line)).toBe(model.shift());
          if (kind !== 'join') continue;
          const hasRoom = model.length < capacity;
          expect(line.join(pendingAt(next))).toBe(hasRoom);
          if (hasRoom) model.push(next);
          next += 1;
        }
        expect(line.length).toBe(model.length);
      }
      expect(line.clear().map(indexOf)).toEqual(model);
    }),
    { numRuns: 40 },
  );
});

function lineOf(capacity: number, times: readonly number[]): WaitingLine {
  const line = new WaitingLine(capacity);
  for (const time of times) if (!line.join(pendingAt(time))) throw new Error('The line is too short for the test.');
  return line;
}

function take(line: WaitingLine, nowMs = 0): number | undefined {
  return line.take(nowMs)?.index;
}

function indexOf({ index }: Pending): number {
  return index;
}

it('has room for ten thousand retries and no more', () => {
  const line = lineOf(1, []);
  for (let retry = 0; retry < 10_000; retry += 1) {
    expect(line.canRejoin).toBe(true);
    line.rejoin(retryAt(50));
  }
  expect(line.canRejoin).toBe(false);
  take(line, 50);
  expect(line.canRejoin).toBe(true);
});
