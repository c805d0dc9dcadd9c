/** What the job that posts buffered credits told of itself, put together and in a sentence. */
import { expect, it } from 'vitest';
import { bufferSentence } from '../../../src/kit/buffer-sentence.js';
import type { BufferLooks } from '../../../src/model/buffer.js';
import { tellBuffer } from '../../../src/verdict/tell-buffer.js';
import { auditOf } from '../../fixtures/synthetic-run.js';

const looks = (some: Partial<BufferLooks>): BufferLooks => ({
  waitingMax: null,
  delayMsMax: 0,
  posted: 0,
  batches: 0,
  failures: 0,
  ...some,
});
const told = (...all: readonly Partial<BufferLooks>[]) =>
  all.map((some, second) => ({ kind: 'buffer-posted' as const, atMs: second * 1_000, looks: looks(some) }));

it('posted credits add up, and the largest backlog is told with its time, beside the longest wait', () => {
  const bufferLooks = told(
    { waitingMax: 3, delayMsMax: 40, posted: 3, batches: 1 },
    { failures: 1 },
    { waitingMax: 412, delayMsMax: 1_900, posted: 412, batches: 5, failures: 1 },
    { waitingMax: 7, delayMsMax: 600, posted: 7, batches: 2 },
  );
  const story = tellBuffer({ bufferLooks, audit: null });
  expect(story).toEqual({
    waitingMax: 412,
    waitingMaxAtMs: 2_000,
    delayMsMax: 1_900,
    posted: 422,
    batches: 8,
    failures: 2,
    left: null,
  });
  expect(bufferSentence(story)).toBe(
    'Buffered posting: 422 credits posted in 8 transactions; at most 412 waited at once (at 0:02), none for longer than 1.9 s. The job failed 2 times and went on.',
  );
});

it('credits that were still buffered when the ledger was read are told with their money', () => {
  const [node, ...others] = auditOf().nodes;
  const audit = { ...auditOf(), nodes: [{ ...node!, buffered: { credits: 2, money: 1_234 } }, ...others] };
  expect(bufferSentence(tellBuffer({ bufferLooks: told({ waitingMax: 2 }), audit }))).toMatch(
    / 2 credits of 1,234 minor units still waited when the ledger was read: they are in the books, and on no account yet\.$/u,
  );
});

it('a job that never reached the buffer says so', () => {
  expect(bufferSentence(tellBuffer({ bufferLooks: told({ failures: 3 }), audit: null }))).toContain(
    'the buffer could never be looked into',
  );
  expect(bufferSentence(undefined)).toBe('');
});
