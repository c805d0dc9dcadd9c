/** Fingerprints on a real MariaDB server: what SQL makes of any rows is what JavaScript makes of them. */
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EntryRow } from '../../../src/ledger/read-rows.js';
import { Fingerprint, wordsOf } from '../../../src/ledger/fingerprint.js';
import { sumEntries, sumEntriesByAccount, sumPiece, type PieceSums } from '../../../src/ledger/sum-rows.js';
import type { Connection } from '../../../src/mysql/connect.js';
import { AuditStage, detecting } from '../../fixtures/audit-stage.js';

const firstId = 2 ** 52 - 2 ** 32;
const range = { from: firstId, to: firstId + 10_000 };
const sums = { mayBeNegative: [], isCompared: true, isBuffering: false };
let stage: AuditStage;
let connection: Connection;

beforeAll(async () => {
  stage = await AuditStage.open(1);
  await stage.prepare({ plan: detecting, skip: () => true });
  connection = stage.connections[0] as Connection;
});

afterAll(async () => {
  await stage[Symbol.asyncDispose]();
});

const place = fc.nat({ max: 9_999 });
const entry = fc.record({
  place,
  leg: fc.nat({ max: 3 }),
  account: fc.integer({ min: 1, max: 10_200_000 }),
  amount: fc.integer({ min: -500_000, max: 500_000 }),
  balanceAfter: fc.integer({ min: -(2 ** 51), max: 2 ** 51 }),
  accountVersion: fc.integer({ min: 0, max: 2 ** 25 }),
});
const entries = fc.uniqueArray(entry, {
  maxLength: 200,
  selector: (row) => `${row.place}/${row.leg}/${row.accountVersion}`,
});

test('entries', async () => {
  await fc.assert(
    fc.asyncProperty(entries, async (rows) => {
      await refill('entry', rows, (row) => [
        firstId + row.place,
        row.leg,
        row.account,
        row.amount,
        row.balanceAfter,
        row.accountVersion,
      ]);
      const planned = new Fingerprint();
      for (const row of rows) planned.foldEntry(row.place + 1, row.leg, row);
      const links = sumEntries(rows.map(entryOf), sums);
      const { rows: count, planned: found, ...chain } = (await sumPiece(connection, range, sums)).entry;
      expect({ count, found }).toEqual({ count: rows.length, found: planned.value });
      expect({ links: chain.links, lowest: chain.lowest }).toEqual({ links: links.links, lowest: links.lowest });
      const question = { payments: 'payment_id > 0', accounts: { from: 1, to: 10_200_001 }, width: 20_000_000 };
      const byAccount = await sumEntriesByAccount(connection, question, sums);
      expect(byAccount.get(0)).toEqual(rows.length === 0 ? undefined : links);
    }),
    { numRuns: 60 },
  );
});

const operations = ['transfer', 'top-up', 'Transfer', 'qr-payment', ''];
const states = ['posted', 'reserved', 'posted ', ''];
const payment = fc.record({
  place,
  attempt: fc.integer({ min: 1, max: 9 }),
  operation: fc.constantFrom(...operations),
  state: fc.constantFrom(...states),
  amount: fc.integer({ min: -500_000, max: 500_000 }),
  original: fc.option(fc.integer({ min: 1, max: 2 ** 51 })),
});
const payments = fc.uniqueArray(payment, { maxLength: 200, selector: (row) => `${row.place}/${row.attempt}` });

test('payments', async () => {
  await fc.assert(
    fc.asyncProperty(payments, async (rows) => {
      await refill('payment', rows, (row) => [
        firstId + row.place,
        `'${row.operation}'`,
        row.amount,
        `'${row.state}'`,
        row.original ?? 'NULL',
        1_700_000_000_000 + row.place,
        row.attempt,
      ]);
      const planned = new Fingerprint();
      for (const row of rows) {
        const refersTo = row.original ?? firstId + row.place;
        planned.foldPayment(row.place + 1, { words: wordsOf(row.operation, row.state), amount: row.amount, refersTo });
      }
      const found = (await sumPiece(connection, range, sums)).payment;
      expect(found).toMatchObject({ rows: rows.length, planned: planned.value });
    }),
    { numRuns: 60 },
  );
});

test('outbox events', async () => {
  const events = fc.uniqueArray(fc.record({ place, topic: fc.constantFrom('payment-posted', 'other', '') }), {
    maxLength: 200,
    selector: (row) => row.place,
  });
  await fc.assert(
    fc.asyncProperty(events, async (rows) => {
      await refill('outbox', rows, (row) => [firstId + row.place, firstId + row.place, `'${row.topic}'`]);
      const planned = new Fingerprint();
      for (const row of rows) planned.foldEvent(row.place + 1, wordsOf(row.topic));
      const found = (await sumPiece(connection, range, sums)).outbox;
      expect(found).toMatchObject({ rows: rows.length, planned: planned.value });
    }),
    { numRuns: 60 },
  );
});

test.each([
  ['payment', 'operation', "'top-up'"],
  ['payment', 'amount', 'amount + 1'],
  ['payment', 'state', "'Posted'"],
  ['payment', 'original_id', '5'],
  ['payment', 'client_time', 'client_time + 1'],
  ['entry', 'leg', 'leg + 2'],
  ['entry', 'account_id', 'account_id + 1'],
  ['entry', 'amount', '-amount'],
  ['entry', 'balance_after', 'balance_after + 1'],
  ['entry', 'account_version', 'account_version + 1'],
  ['outbox', 'payment_id', 'payment_id + 1'],
  ['outbox', 'topic', "'payment-Posted'"],
] as const)('of whole rows, %s tells another %s', async (table, column, value) => {
  await refill('payment', [0], () => [firstId, "'transfer'", 7, "'posted'", 'NULL', 5, 1]);
  await refill('entry', [0], () => [firstId, 0, 3, -7, 93, 4]);
  await refill('outbox', [0], () => [firstId, firstId, "'payment-posted'"]);
  const before = await sumPiece(connection, range, sums);
  await connection.query(`UPDATE ${table} SET ${column} = ${value}`);
  const after = await sumPiece(connection, range, sums);
  expect(changedIn(before, after)).toEqual([table]);
});

test('what is out of all bounds is refused, or has another fingerprint', async () => {
  await refill('entry', [0], () => [firstId, 0, 3, -7, 93, 4]);
  const before = await sumPiece(connection, range, sums);
  for (const change of [
    'account_id = 9223372036854775807',
    'balance_after = -9223372036854775807',
    'amount = -9223372036854775807',
  ]) {
    await refill('entry', [0], () => [firstId, 0, 3, -7, 93, 4]);
    await connection.query(`UPDATE entry SET ${change}`);
    const after = await sumPiece(connection, range, sums).catch(() => null);
    expect(after === null || changedIn(before, after).length > 0).toBe(true);
  }
});

function changedIn(before: PieceSums, after: PieceSums): readonly string[] {
  return (['payment', 'entry', 'outbox'] as const).filter((table) => {
    const now: Readonly<Record<string, unknown>> = { ...after[table] };
    return Object.entries(before[table]).some(([key, value]) => now[key] !== value);
  });
}

function entryOf({ place: at, ...row }: Omit<EntryRow, 'paymentId'> & { readonly place: number }): EntryRow {
  return { ...row, paymentId: firstId + at };
}

async function refill<Item>(
  table: string,
  rows: readonly Item[],
  valuesOf: (row: Item) => readonly unknown[],
): Promise<void> {
  await connection.query(`DELETE FROM ${table}`);
  if (rows.length === 0) return;
  await connection.query(
    `INSERT INTO ${table} VALUES ${rows.map((row) => `(${valuesOf(row).join(', ')})`).join(', ')}`,
  );
}
