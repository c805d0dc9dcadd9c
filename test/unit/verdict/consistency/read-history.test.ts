/** From the files of a run to a history: who belongs to which session, and what counts as committed. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ThreadJournal } from '../../../../src/journal/thread-journal.js';
import { transactionEnds, type Access } from '../../../../src/model/history.js';
import type { Attempt } from '../../../../src/model/journal.js';
import { findAnomalies } from '../../../../src/verdict/consistency/find-anomalies.js';
import {
  arrivalsMax,
  readHistory,
  type HistorySource,
  type ReadHistory,
} from '../../../../src/verdict/consistency/read-history.js';
import { planOf } from '../../../fixtures/plan.js';
import { saw, updated } from '../../../fixtures/history.js';
import { Scratch } from '../../../fixtures/scratch.js';
import { headerOf } from '../../../fixtures/synthetic-run.js';

let scratch: Scratch;
beforeEach(() => {
  scratch = new Scratch();
});
afterEach(() => scratch[Symbol.dispose]());

type Written = Partial<Attempt> & { readonly accesses?: readonly Access[] };

const plain: Attempt = {
  arrival: 0,
  attempt: 1,
  operation: 0,
  zone: 0,
  node: 0,
  connection: 3,
  outcome: 'acknowledged',
  dropReason: 'none',
  step: 'done',
  errno: 0,
  isRetried: false,
  opensSession: false,
  intendedStartMs: 0,
  startMs: 10,
  endMs: 20,
};

it('a session is a connection until it is opened anew or goes elsewhere', () => {
  const { history } = read([
    { accesses: [saw(1, 0)], opensSession: true },
    { accesses: [saw(1, 0)] },
    { accesses: [saw(1, 0)], connection: 4, opensSession: true },
    { accesses: [saw(1, 0)], node: 1 },
    { accesses: [saw(1, 0)] },
    // What saw nothing opens a session all the same.
    { opensSession: true, outcome: 'aborted' },
    { accesses: [saw(1, 0)] },
  ]);
  expect([...history.transactions.session]).toEqual([0, 0, 1, 2, 3, 4]);
});

it('what became of a transaction is what its client was told, unless the ledger knows better', () => {
  const { history } = read(
    [
      { accesses: [updated(1, 1)] },
      { accesses: [updated(1, 2)], outcome: 'aborted', arrival: 1 },
      { accesses: [updated(1, 2)], outcome: 'in-doubt', arrival: 2 },
      { accesses: [updated(1, 3)], arrival: 3 },
      { accesses: [saw(1, 3)], outcome: 'declined', arrival: 4 },
      { attempt: 0, outcome: 'dropped', arrival: 5 },
    ],
    { withdrawn: [3] },
  );
  expect([...history.transactions.end].map((end) => transactionEnds[end])).toEqual([
    'committed',
    'aborted',
    'unknown',
    'lost',
  ]);
  expect([...history.transactions.endMs]).toEqual([20, 20, Number.POSITIVE_INFINITY, 20]);
});

it('an update is what it locked and what it made', () => {
  const { history } = read([{ accesses: [saw(5, 2, 250), updated(7, 3, 300)] }]);
  const { kind, account, version, balance } = history.accesses;
  expect([...kind]).toEqual([1, 2, 0]);
  expect([...account]).toEqual([5, 7, 7]);
  expect([...version]).toEqual([2, 2, 3]);
  expect([...balance]).toEqual([250, Number.NaN, 300]);
});

it('each attempt has its own accesses, whatever the attempts between have', () => {
  const { history, names } = read([
    { arrival: 8, attempt: 1, outcome: 'aborted', accesses: [updated(1, 1)], isRetried: true },
    { arrival: 9, outcome: 'aborted' },
    { arrival: 8, attempt: 2, accesses: [updated(1, 2), updated(2, 1)] },
  ]);
  expect([...history.transactions.firstAccess]).toEqual([0, 2, 6]);
  expect(names.transaction(1)).toMatch(/^\S+ \d+$/u);
  expect(names.node(0)).toBe('jkt-a');
});

it('arrivals beyond the limit are counted and left out', () => {
  const { history, leftOut } = read([
    { accesses: [saw(1, 0)] },
    { accesses: [saw(1, 0)], arrival: arrivalsMax, isRetried: true, outcome: 'aborted' },
    { accesses: [saw(1, 0)], arrival: arrivalsMax, attempt: 2 },
  ]);
  expect(history.transactions.count).toBe(1);
  expect(leftOut).toBe(1);
});

it.each([
  ['before any of them began is unexplained', 20, ['unexplained-read']],
  ['later may come from them', 31, []],
])('a balance that nobody else has made, seen by arrivals that ended %s', (_when, endMs, kinds) => {
  const { history, names } = read([
    { accesses: [{ ...updated(1, 1), balance: 90 }], outcome: 'aborted' },
    { accesses: [{ ...saw(1, 1), balance: 70 }], arrival: 1, endMs },
    { accesses: [{ ...updated(1, 1), balance: 70 }], arrival: arrivalsMax, startMs: 30, endMs: 40 },
  ]);
  expect(findAnomalies(history, names).anomalies.map(({ kind }) => kind)).toEqual(kinds);
});

it.each([
  [32, 'nobody made', ['unexplained-read']],
  [30, 'somebody may have made who is not on record', []],
])('what was seen up to %s ms of a cut journal, %s', (recordedUntilMs, _what, kinds) => {
  const { history, names } = read(
    [
      { accesses: [{ ...updated(1, 1), balance: 90 }], outcome: 'aborted' },
      { accesses: [{ ...saw(1, 1), balance: 70 }], arrival: 1, endMs: 31 },
    ],
    { recordedUntilMs },
  );
  expect(findAnomalies(history, names).anomalies.map(({ kind }) => kind)).toEqual(kinds);
});

it('a run that has not written down what was seen has no history', () => {
  expect(readHistory(sourceOf({}))).toBeNull();
});

function read(written: readonly Written[], own: Partial<HistorySource> = {}): ReadHistory {
  const journal = new ThreadJournal(scratch.directory, 0);
  written.forEach(({ accesses, ...attempt }, arrival) => journal.append({ ...plain, arrival, ...attempt }, accesses));
  journal.close();
  const found = readHistory(sourceOf(own));
  if (found === null) throw new Error('There is no history.');
  return found;
}

function sourceOf(own: Partial<HistorySource>): HistorySource {
  const { directory } = scratch;
  return { directory, header: headerOf(planOf()), withdrawn: [], recordedUntilMs: Number.POSITIVE_INFINITY, ...own };
}
