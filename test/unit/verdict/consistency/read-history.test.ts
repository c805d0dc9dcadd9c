/** From the files of a run to a history: who belongs to which session, and what counts as committed. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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
import { acknowledgedAttempt as plain } from '../../../fixtures/attempt.js';
import { planOf } from '../../../fixtures/plan.js';
import { made, saw, updated } from '../../../fixtures/history.js';
import { Scratch } from '../../../fixtures/scratch.js';
import { headerOf } from '../../../fixtures/synthetic-run.js';

/** It has more arrivals than are searched. */
const long = planOf({ phases: '[{ name: only, for: 1h, rate: 1k/s }]' });

let scratch: Scratch;
beforeEach(() => {
  scratch = new Scratch();
});
afterEach(() => scratch[Symbol.dispose]());

type Written = Partial<Attempt> & { readonly accesses?: readonly Access[] };

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
    { opensSession: true, outcome: 'declined' },
    { accesses: [saw(1, 0)] },
  ]);
  expect([...history.transactions.session]).toEqual([0, 0, 1, 2, 3, 4, 5]);
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
  const found = read([
    { accesses: [{ ...updated(1, 1), balance: 90 }], outcome: 'aborted' },
    { accesses: [{ ...saw(1, 1), balance: 70 }], arrival: 1, endMs },
    { accesses: [{ ...updated(1, 1), balance: 70 }], arrival: arrivalsMax, startMs: 30, endMs: 40 },
  ]);
  expect(kindsOf(found)).toEqual(kinds);
});

it.each([
  [32, 'nobody made', ['unexplained-read']],
  [30, 'somebody may have made who is not on record', []],
])('what was seen up to %s ms of a cut journal, %s', (recordedUntilMs, _what, kinds) => {
  const found = read(
    [
      { accesses: [{ ...updated(1, 1), balance: 90 }], outcome: 'aborted' },
      { accesses: [{ ...saw(1, 1), balance: 70 }], arrival: 1, endMs: 31 },
    ],
    { recordedUntilMs },
  );
  expect(kindsOf(found)).toEqual(kinds);
});

describe.each([
  ['G1a', 'aborted', [updated(1, 1)]],
  ['G1b', 'acknowledged', [made(1, 1), made(1, 2)]],
] as const)('what looks like %s', (kind, outcome, accesses) => {
  it.each([
    ['is that in a journal that is whole by then', 32, [kind]],
    ['may in a cut journal be a retry that left no record', 30, []],
  ])('%s', (_what, recordedUntilMs, kinds) => {
    const reader = { accesses: [saw(1, 1)], arrival: 1, endMs: 31, connection: 4 };
    expect(kindsOf(read([{ accesses, outcome }, reader], { recordedUntilMs }))).toEqual(kinds);
  });
});

const accountsChangedBy = (arrival: number): readonly number[] => (arrival === 7 ? [1, 2] : []);

describe('an attempt in doubt whose client never heard what it made', () => {
  const unheard: Written = { arrival: 7, outcome: 'in-doubt', startMs: 30, endMs: 60, connection: 5 };
  const kindsAround = (reader: Written, doubtful = unheard): readonly string[] => {
    const other = { accesses: [{ ...updated(1, 1), balance: 90 }], outcome: 'aborted' as const };
    const reading = { accesses: [{ ...saw(1, 1), balance: 70 }], arrival: 1, connection: 4, ...reader };
    return kindsOf(read([other, doubtful, reading], { accountsChangedBy }));
  };

  it.each([
    ['may be whom a read of its accounts has seen', { endMs: 31 }, []],
    ['was not seen by who ended before it began', { endMs: 29 }, ['unexplained-read']],
  ])('%s', (_what, reader, kinds) => {
    expect(kindsAround(reader)).toEqual(kinds);
  });

  it('is as little known when it was heard of only what it saw', () => {
    expect(kindsAround({ endMs: 31 }, { ...unheard, accesses: [saw(1, 0)] })).toEqual([]);
  });

  it('is somebody else when the account is', () => {
    expect(kindsAround({ endMs: 31 }, { ...unheard, arrival: 8 })).toEqual(['unexplained-read']);
  });

  it('may be the retry of an aborted one, which made the same', () => {
    const first: Written = { arrival: 7, outcome: 'aborted', accesses: [updated(1, 1)], isRetried: true };
    const reader: Written = { arrival: 1, accesses: [saw(1, 1)], endMs: 40, connection: 4 };
    const retry = { ...unheard, attempt: 2 };
    expect(kindsOf(read([first, retry, reader], { accountsChangedBy }))).toEqual([]);
  });

  it.each([
    ['leaves open whether one that is known made what was seen', 7, []],
    ['leaves nothing open about other accounts', 8, ['OTV']],
  ])('%s', (_what, arrival, kinds) => {
    const known: Written = { arrival: 7, outcome: 'in-doubt', accesses: [updated(1, 1), updated(2, 1)] };
    const reader: Written = { arrival: 1, accesses: [saw(1, 1), saw(2, 0)], endMs: 40, connection: 4 };
    expect(kindsOf(read([known, { ...unheard, arrival, attempt: 2 }, reader], { accountsChangedBy }))).toEqual(kinds);
  });
});

it.each([
  ['whose credits are buffered may be what the job made that posts them', 0, []],
  ['beside it is what a client made', 1, ['G1a']],
] as const)('what is seen on an account %s', (_what, place, kinds) => {
  const keys = 'ledger: { accounts: 5k, merchants: { hot: { accounts: 1, share: 50% } }, buffered_posting: {} }';
  const plan = planOf({ keys });
  const account = plan.ledger.merchants.first + place;
  // A refund that lost against the job on another node, and one that locked what the job had made.
  const refunds: readonly Written[] = [
    { accesses: [updated(account, 1, 90)], outcome: 'aborted' },
    { accesses: [updated(account, 2, 70)], arrival: 1, startMs: 30, endMs: 40 },
  ];
  expect(kindsOf(read(refunds, { header: headerOf(plan) }))).toEqual(kinds);
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

function kindsOf({ history, names }: ReadHistory): readonly string[] {
  return findAnomalies(history, names).anomalies.map(({ kind }) => kind);
}

function sourceOf(own: Partial<HistorySource>): HistorySource {
  return {
    directory: scratch.directory,
    header: headerOf(long),
    withdrawn: [],
    recordedUntilMs: Number.POSITIVE_INFINITY,
    accountsChangedBy: () => [],
    ...own,
  };
}
