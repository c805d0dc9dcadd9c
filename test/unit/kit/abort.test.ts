import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { deadlineAfter } from '../../../src/kit/abort.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const ended = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve()));

it('a deadline comes also when the garbage collector was there before', async () => {
  const other = new AbortController();
  const end = ended(deadlineAfter(100, other.signal).signal);
  collectGarbage();
  await expect(end).resolves.toBeUndefined();
});

it('a deadline comes with the other signal, at once where that has come already, and not after it was given up', async () => {
  const other = new AbortController();
  const reason = new Error('enough');
  const deadline = deadlineAfter(60_000, other.signal);
  const given = deadlineAfter(60_000, other.signal);
  given[Symbol.dispose]();
  other.abort(reason);
  expect(deadline.signal.reason).toBe(reason);
  expect(deadlineAfter(60_000, other.signal).signal.aborted).toBe(true);
  expect(given.signal.aborted).toBe(false);
  deadline[Symbol.dispose]();
});
