/** What a piece must hold, by plan and journal: sums over rows as planned agree, and sums over any others do not. */
import { afterAll, describe, expect, it } from 'vitest';
import { Fingerprint, wordsOf } from '../../../../src/ledger/fingerprint.js';
import { paymentIdOf } from '../../../../src/kit/payment-id.js';
import type { BufferedRow, EntryRow, OutboxRow, PaymentRow } from '../../../../src/ledger/read-rows.js';
import { noEntries, type PieceSums } from '../../../../src/ledger/sum-rows.js';
import { stateOf } from '../../../../src/kit/state-of.js';
import { createContents } from '../../../../src/plan/contents.js';
import { PaymentOutcomes } from '../../../../src/run/audit/payment-outcomes.js';
import type { AuditContext } from '../../../../src/run/audit/audit-context.js';
import { openNumbers, Predictions } from '../../../../src/run/audit/predict-piece.js';
import { planOf } from '../../../fixtures/plan.js';
import { Scratch } from '../../../fixtures/scratch.js';
import { answered, headerOf, judgingCatalog, writeSyntheticRun, type Ending } from '../../../fixtures/synthetic-run.js';

const plan = planOf({ phases: '[{ name: only, for: 1s, rate: 100/s }]', keys: 'client: { retry: none }' });
const contents = createContents(plan, judgingCatalog().operations);
const range = [20, 60] as const;
const postings = Array.from({ length: 40 }, (_each, index) => range[0] + index).filter(
  (arrival) => contents.contentOf(arrival).content.kind === 'posting',
);
const [victim, other] = [postings[5] as number, postings[9] as number];
const inDoubt: Ending = { outcome: 'in-doubt', errno: 60_002 };
const aborted: Ending = { outcome: 'aborted', errno: 1213 };

const scratch = new Scratch();
let runs = 0;
afterAll(() => scratch[Symbol.dispose]());

describe('a piece in which all was acknowledged', () => {
  it('agrees when every payment is there as planned', () => {
    expect(agrees({}, rowsOf(postings))).toBe(true);
  });

  it('agrees when entries wait in the buffer', () => {
    const rows = rowsOf(postings);
    rows.buffered.push(...rows.entries.splice(3, 2));
    expect(agrees({}, rows)).toBe(true);
  });

  it.each<[string, (rows: Rows) => void]>([
    ['a leg waits in the buffer and was posted', (rows) => void rows.buffered.push(rows.entries[3] as EntryRow)],
    ['a payment is gone', (rows) => Object.assign(rows, rowsOf(postings.filter((arrival) => arrival !== victim)))],
    ['a payment row is gone', (rows) => void rows.payments.splice(3, 1)],
    ['a payment row is there twice', (rows) => void rows.payments.push(rows.payments[3] as PaymentRow)],
    ['a leg is gone', (rows) => void rows.entries.splice(3, 1)],
    [
      'a leg is there twice more',
      (rows) => void rows.entries.push(rows.entries[3] as EntryRow, rows.entries[3] as EntryRow),
    ],
    ['an event is gone', (rows) => void rows.outbox.splice(0, 1)],
    ['an amount is another', (rows) => change(rows.payments, 3, ({ amount }) => ({ amount: amount + 1 }))],
    ['an operation is another', (rows) => change(rows.payments, 3, () => ({ operation: 'overview' }))],
    ['a state is another', (rows) => change(rows.payments, 3, () => ({ state: 'Posted' }))],
    ['a payment refers to another', (rows) => change(rows.payments, 3, () => ({ originalId: 7 }))],
    ['a leg has another account', (rows) => change(rows.entries, 3, ({ account }) => ({ account: account + 1 }))],
    ['a leg has another amount', (rows) => change(rows.entries, 3, ({ amount }) => ({ amount: -amount }))],
    ['a leg has another number', (rows) => change(rows.entries, 3, ({ leg }) => ({ leg: leg + 1 }))],
    ['an event has another topic', (rows) => change(rows.outbox, 0, () => ({ topic: 'other' }))],
    [
      'an event names another payment',
      (rows) => change(rows.outbox, 0, ({ paymentId }) => ({ paymentId: paymentId + 1 })),
    ],
    [
      'two amounts slipped by the same',
      (rows) => {
        for (const index of [3, 4]) change(rows.payments, index, ({ amount }) => ({ amount: amount + 8 }));
      },
    ],
    [
      'one leg gained what another lost',
      (rows) => {
        change(rows.entries, 3, ({ amount }) => ({ amount: amount + 8 }));
        change(rows.entries, 6, ({ amount }) => ({ amount: amount - 8 }));
      },
    ],
  ])('does not agree when %s', (_what, tamper) => {
    const rows = rowsOf(postings);
    tamper(rows);
    expect(agrees({}, rows)).toBe(false);
  });
});

it('what was aborted, declined or dropped must be absent', () => {
  const endings = { [victim]: [aborted], [other]: [{ outcome: 'declined' }] } as const;
  expect(agrees(endings, rowsOf(postings.filter((arrival) => arrival !== victim && arrival !== other)))).toBe(true);
  expect(agrees(endings, rowsOf(postings))).toBe(false);
});

it('what is in doubt is absent, unless it is found', () => {
  const context = contextOf({ [victim]: [inDoubt] });
  const predictions = new Predictions(context, { areKept: true });
  const predicted = predictions.of(range);
  const without = sumsOf(rowsOf(postings.filter((arrival) => arrival !== victim)));
  expect(openNumbers(context, range)).toEqual([victim]);
  expect(predicted?.agreesWith(without)).toBe(true);
  expect(predicted && predictions.with(predicted, range, [victim]).agreesWith(sumsOf(rowsOf(postings)))).toBe(true);
  expect(predictions.of(range)?.agreesWith(without)).toBe(true);
});

it('what has no record may be there only when the journal was cut', () => {
  const context = contextOf({ [victim]: [] });
  expect(openNumbers(context, range)).toEqual([]);
  expect(openNumbers({ ...context, isJournalCut: true }, range)).toEqual([victim]);
});

it.each<[string, readonly Ending[]]>([
  ['an id was taken although every attempt had failed', [aborted, { outcome: 'acknowledged', errno: 1062 }]],
  ['a payment was acknowledged without an attempt', [{ outcome: 'acknowledged', attempt: 0 }]],
])('nothing is predicted where %s', (_what, endings) => {
  expect(new Predictions(contextOf({ [victim]: endings }), { areKept: false }).of(range)).toBeNull();
});

interface Rows {
  payments: PaymentRow[];
  entries: EntryRow[];
  outbox: OutboxRow[];
  buffered: BufferedRow[];
}

function change<Row extends object>(rows: Row[], index: number, to: (row: Row) => Partial<Row>): void {
  const row = rows[index] as Row;
  rows[index] = { ...row, ...to(row) };
}

function agrees(endings: Readonly<Record<number, readonly Ending[]>>, rows: Rows): boolean | undefined {
  return new Predictions(contextOf(endings), { areKept: false }).of(range)?.agreesWith(sumsOf(rows));
}

function contextOf(endings: Readonly<Record<number, readonly Ending[]>>): AuditContext {
  runs += 1;
  const directory = scratch.path(`run-${runs}`);
  const script = (atMs: number, index: number, unit: () => number) => endings[index] ?? [answered(atMs, unit)];
  writeSyntheticRun({ directory, plan, script });
  return {
    header: headerOf(plan),
    outcomes: PaymentOutcomes.read(directory, { expected: 100, perArrival: 1 }),
    contents,
    perArrival: 1,
    numbersEnd: 100,
    isJournalCut: false,
    isBuffering: false,
    isCopy: false,
    onProgress: () => undefined,
  };
}

/** As planned. */
function rowsOf(arrivals: readonly number[]): Rows {
  const rows: Rows = { payments: [], entries: [], outbox: [], buffered: [] };
  for (const arrival of arrivals) {
    const { operation, content } = contents.contentOf(arrival);
    if (content.kind !== 'posting') continue;
    const paymentId = paymentIdOf(headerOf(plan).runTag, arrival);
    const kind = contents.operations[operation]?.kind ?? '';
    const { amount, legs, hasOutboxEvent } = content;
    rows.payments.push({
      paymentId,
      operation: kind,
      amount,
      state: stateOf(content),
      originalId: content.original === undefined ? null : paymentIdOf(headerOf(plan).runTag, content.original),
      clientTimeMs: 1,
      attempt: 1,
    });
    legs.forEach((leg, index) => {
      rows.entries.push({ paymentId, leg: index, ...leg, balanceAfter: 0, accountVersion: 1 });
    });
    if (hasOutboxEvent) rows.outbox.push({ eventId: paymentId, paymentId, topic: 'payment-posted' });
  }
  return rows;
}

/** As a server makes them; that SQL and JavaScript fold alike is shown on a real one. */
function sumsOf({ payments, entries, outbox, buffered }: Rows): PieceSums {
  const [payment, entry, event] = [new Fingerprint(), new Fingerprint(), new Fingerprint()];
  const waiting = new Fingerprint();
  for (const row of payments)
    payment.foldPayment(placeOf(row.paymentId), {
      words: wordsOf(row.operation, row.state),
      amount: row.amount,
      refersTo: row.originalId ?? row.paymentId,
    });
  for (const row of entries) entry.foldEntry(placeOf(row.paymentId), row.leg, row);
  for (const row of buffered) waiting.foldEntry(placeOf(row.paymentId), row.leg, row);
  for (const row of outbox) event.foldEvent(placeOf(row.eventId), wordsOf(row.topic), placeOf(row.paymentId));
  return {
    payment: { rows: payments.length, planned: payment.value, rest: 0n },
    entry: { ...noEntries, rows: entries.length, planned: entry.value, rest: 0n },
    outbox: { rows: outbox.length, planned: event.value, rest: 0n },
    buffered: { rows: buffered.length, planned: waiting.value, rest: 0n },
  };
}

function placeOf(id: number): number {
  return id - paymentIdOf(headerOf(plan).runTag, range[0]) + 1;
}
