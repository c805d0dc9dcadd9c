/** What one thread writes down of its attempts, and what it counts of its arrivals: each once, as it ended in the end. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AttemptLog } from '../../../../src/catalog/engines/words/attempt-log.js';
import { IntervalMeter } from '../../../../src/catalog/engines/words/interval-meter.js';
import { readAccessFile } from '../../../../src/journal/access-file.js';
import { readAttempts } from '../../../../src/journal/attempt-file.js';
import { ThreadJournal } from '../../../../src/journal/thread-journal.js';
import { accessFileName } from '../../../../src/journal/run-directory.js';
import type { Access } from '../../../../src/model/history.js';
import type { Attempt } from '../../../../src/model/journal.js';
import type { AttemptResult } from '../../../../src/model/operation.js';
import { dropReasons } from '../../../../src/model/outcome.js';
import { mariadbErrors } from '../../../../src/mysql/server-errors.js';
import { pendingAt, retryAt } from '../../../fixtures/pending.js';
import { Scratch } from '../../../fixtures/scratch.js';

const nowMs = 1_234.5;
let scratch: Scratch;
let meter: IntervalMeter;
let log: AttemptLog;
beforeEach(() => {
  scratch = new Scratch();
  meter = new IntervalMeter(3, 1, 1_000);
  const journal = new ThreadJournal(scratch.directory, 3);
  log = new AttemptLog({ journal, meter, errors: mariadbErrors, planMs: () => nowMs });
});
afterEach(() => {
  meter[Symbol.dispose]();
  scratch[Symbol.dispose]();
});

it('an attempt is written with its place and its times, and counted with the time from its planned start', () => {
  const pending = pendingAt(100, 42);
  pending.startMs = 130;
  log.attempt(pending, resultOf('acknowledged'), { ...ended, endMs: 150 });
  expect(written()).toEqual([
    {
      arrival: 42,
      attempt: 1,
      operation: 0,
      zone: 0,
      node: 2,
      connection: 17,
      outcome: 'acknowledged',
      dropReason: 'none',
      step: 'done',
      errno: 0,
      isRetried: false,
      opensSession: true,
      found: null,
      intendedStartMs: 100,
      startMs: 130,
      endMs: 150,
    },
  ]);
  const interval = meter.take(nowMs, 1, 2);
  expect(interval).toMatchObject({ thread: 3, acknowledged: 1, aborted: 0, dropped: 0, inFlight: 1, queued: 2 });
  expect(interval.responseTimeMsP99).toBeCloseTo(50, 0);
});

it.each(dropReasons.filter((reason) => reason !== 'none'))(
  'an arrival that was never sent is written with its reason: %s',
  (reason) => {
    log.drop(pendingAt(1_000, 7), reason);
    expect(written()).toMatchObject([
      {
        arrival: 7,
        attempt: 0,
        node: 255,
        outcome: 'dropped',
        dropReason: reason,
        step: 'connect',
        startMs: nowMs,
        endMs: nowMs,
      },
    ]);
    expect(meter.take(nowMs, 0, 0)).toMatchObject({ dropped: 1, responseTimeMsP99: null });
  },
);

it('whether a payment that was asked for is there is written, and forgotten with the next attempt', () => {
  log.attempt(pendingAt(0, 5), { ...resultOf('acknowledged'), found: false }, ended);
  log.attempt(pendingAt(0, 6), { ...resultOf('acknowledged'), found: true }, ended);
  log.attempt(pendingAt(0, 7), resultOf('acknowledged'), ended);
  expect(written().map(({ found }) => found)).toEqual([false, true, null]);
});

it('what an attempt saw and made is written beside it, and of one that came to neither nothing', () => {
  const accesses: readonly Access[] = [
    { kind: 'plain-read', account: 4_000_000_000, version: 0, balance: -(2 ** 53) },
    { kind: 'update', account: 7, version: 4_000_000_000, balance: 1_000 },
  ];
  log.attempt(pendingAt(0, 5), { ...resultOf('in-doubt', 60_002), accesses }, ended);
  log.attempt(retryAt(0), resultOf('aborted', 1213), ended);
  log.flush();
  const seen: unknown[] = [];
  const path = scratch.path(accessFileName(3));
  readAccessFile(path, (arrival, attempt, access) => seen.push({ arrival, attempt, access }));
  expect(seen).toEqual(accesses.map((access) => ({ arrival: 5, attempt: 1, access })));
});

describe('an arrival is counted once, as it ended in the end', () => {
  it('not while it is tried again, though its error is', () => {
    log.attempt(pendingAt(0), resultOf('aborted', 1213), { ...ended, isRetried: true });
    expect(meter.take(nowMs, 0, 0)).toMatchObject({ aborted: 0, errors: { deadlock: 1 } });
    log.attempt(retryAt(0), resultOf('acknowledged'), ended);
    expect(meter.take(nowMs, 0, 0)).toMatchObject({ acknowledged: 1, aborted: 0, errors: {} });
  });

  it('as in doubt when a doubt came before its last abort, and as acknowledged when an answer came after it', () => {
    log.attempt(doubtful(), resultOf('aborted', 1213), ended);
    log.attempt(doubtful(), resultOf('acknowledged', 1062), ended);
    expect(meter.take(nowMs, 0, 0)).toMatchObject({ inDoubt: 1, acknowledged: 1, aborted: 0 });
  });

  it('as in doubt when its retry is declined: the attempt before it may have taken the money', () => {
    log.attempt(doubtful(), resultOf('declined'), ended);
    expect(meter.take(nowMs, 0, 0)).toMatchObject({ inDoubt: 1, declined: 0, responseTimeMsP50: null });
  });

  it('as its attempts ended when its retry is given up or cleared away, and nothing is written of that', () => {
    log.giveUp(retryAt(0));
    log.drop(retryAt(0), 'interrupted');
    log.drop(doubtful(), 'deadline-passed');
    expect(meter.take(nowMs, 0, 0)).toMatchObject({ aborted: 2, inDoubt: 1, dropped: 0 });
    expect(written()).toEqual([]);
  });
});

it('an error without an answer counts for no response time', () => {
  log.attempt(pendingAt(0), resultOf('in-doubt', 60_002), ended);
  log.attempt(pendingAt(0), resultOf('aborted', 1205), ended);
  expect(meter.take(nowMs, 0, 0)).toMatchObject({
    responseTimeMsP50: null,
    errors: { timeout: 1, 'lock-timeout': 1 },
  });
});

it('a second starts with nothing of the one before', () => {
  meter.onDue(5);
  meter.onIssued();
  log.attempt(pendingAt(0), resultOf('declined'), ended);
  expect(meter.take(1_000, 0, 0)).toMatchObject({ offered: 1, issued: 1, declined: 1, scheduleLagMsMax: 5 });
  expect(meter.take(2_000, 0, 0)).toMatchObject({ offered: 0, issued: 0, declined: 0, scheduleLagMsMax: null });
});

it('closing writes what is left, and says what kept it from being written', () => {
  log.attempt(pendingAt(0), resultOf('declined'), ended);
  expect(log.close()).toBeNull();
  expect(written()).toHaveLength(1);
  expect(log.close()).toBeInstanceOf(Error);
});

const ended = { node: 2, connection: 17, opensSession: true, endMs: 10, isRetried: false };

/** In its second try, after one that may have taken effect. */
function doubtful(): ReturnType<typeof retryAt> {
  return Object.assign(retryAt(0), { wasInDoubt: true });
}

function resultOf(outcome: AttemptResult['outcome'], errno = 0): AttemptResult {
  return { outcome, errno, step: errno === 0 ? 'done' : 'statement', message: '', isConnectionUsable: true };
}

function written(): readonly Attempt[] {
  log.flush();
  const attempts: Attempt[] = [];
  readAttempts(scratch.directory, (attempt) => attempts.push({ ...attempt }));
  return attempts;
}
