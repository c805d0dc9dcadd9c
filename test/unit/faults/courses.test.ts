/** What a fault keeps going by itself: begun once, ended in order, and not left behind. */
import { expect, it } from 'vitest';
import { Course } from '../../../src/catalog/faults/words/course.js';
import { UnderWay } from '../../../src/catalog/faults/words/under-way.js';
import type { Cluster } from '../../../src/model/topology.js';

const untold = (): void => undefined;

it('a course has begun when its first effect was seen', async () => {
  await using course = new Course(async ({ onSeen, signal }) => {
    onSeen();
    await aborted(signal);
  }, untold);
  await course.begun;
  expect(course.isSeen).toBe(true);
});

it('a course that ends without an effect has begun, and shows none', async () => {
  await using course = new Course(async () => undefined, untold);
  await course.begun;
  expect(course.isSeen).toBe(false);
});

it('a course that fails says why', async () => {
  const told: string[] = [];
  await using course = new Course(
    () => Promise.reject(new Error('db does not start')),
    (reason) => told.push(reason),
  );
  await course.begun;
  expect(told).toEqual(['db does not start']);
});

it('a course that is ended finishes its step first, and does not complain of its end', async () => {
  const told: string[] = [];
  const steps: string[] = [];
  const course = new Course(
    async ({ signal }) => {
      steps.push('stop');
      await aborted(signal);
      steps.push('start');
      signal.throwIfAborted();
    },
    (reason) => told.push(reason),
  );
  await course[Symbol.asyncDispose]();
  expect(steps).toEqual(['stop', 'start']);
  expect(told).toEqual([]);
});

it('on the same nodes of the same cluster one thing is under way at a time, and on others another', async () => {
  const underWay = new UnderWay<AsyncDisposable>();
  const [one, other] = [{} as Cluster, {} as Cluster];
  const begin = (cluster: Cluster, node: string): AsyncDisposable =>
    underWay.begin({ cluster, targets: { nodes: [node] } }, () => ({ [Symbol.asyncDispose]: async () => undefined }));
  const begun = begin(one, 'db-a');
  expect(begin(one, 'db-a')).toBe(begun);
  expect(begin(one, 'db-b')).not.toBe(begun);
  expect(begin(other, 'db-a')).not.toBe(begun);
  await underWay.end({ cluster: one, targets: { nodes: ['db-a'] } });
  expect(begin(one, 'db-a')).not.toBe(begun);
});

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
