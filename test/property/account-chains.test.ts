/** The proof of histories by sums: honest ones pass, whatever they are, and nothing that is done to a single entry or row goes unnoticed. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AccountRow, EntryRow } from '../../src/ledger/read-rows.js';
import { noEntries, plus, sumEntries, type EntrySum } from '../../src/ledger/sum-rows.js';
import type { AccountRange } from '../../src/model/plan.js';
import { AccountChains } from '../../src/run/audit/account-chains.js';

const ranges: readonly AccountRange[] = [
  { kind: 'customer', first: 1, count: 4_500, openingBalance: 2 ** 40, mayBeNegative: false },
  { kind: 'bank', first: 4_501, count: 3, openingBalance: 0, mayBeNegative: true },
];
const sums = { mayBeNegative: ranges.filter((range) => range.mayBeNegative), isCompared: false, isBuffering: false };

interface Ledger {
  readonly entries: readonly EntryRow[];
  readonly accounts: readonly AccountRow[];
}

const accountNumber = fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4_503 }));
const moves = fc.array(
  fc.tuple(
    accountNumber,
    fc.integer({ min: -5_000, max: 5_000 }).filter((amount) => amount !== 0),
  ),
  {
    minLength: 1,
    maxLength: 60,
  },
);

test('an honest history is whole, in any order of its entries', () => {
  fc.assert(
    fc.property(moves, (all) => {
      const { entries, accounts } = play(all);
      expect(isWhole({ entries: entries.toReversed(), accounts })).toBe(true);
    }),
  );
});

const tamperings: Readonly<Record<string, (entry: EntryRow, by: number) => readonly EntryRow[]>> = {
  'another version': (entry, by) => [{ ...entry, accountVersion: entry.accountVersion + by }],
  'another balance': (entry, by) => [{ ...entry, balanceAfter: entry.balanceAfter + by }],
  'another amount': (entry, by) => [{ ...entry, amount: entry.amount + by }],
  'another account': (entry, by) => [{ ...entry, account: entry.account + by }],
  'an amount and a balance that still fit': (entry, by) => [
    { ...entry, amount: entry.amount + by, balanceAfter: entry.balanceAfter + by },
  ],
  'a second of the same': (entry) => [entry, entry],
  'a third of the same': (entry) => [entry, entry, entry],
  nothing: () => [],
};

/** A single step, a bit high up, or anything. */
const slip = fc.oneof(
  fc.constantFrom(1, -1),
  fc.integer({ min: 0, max: 50 }).map((bit) => 2 ** bit),
  fc.integer({ min: -1_000_000, max: 1_000_000 }).filter((by) => by !== 0),
);

test.each(Object.keys(tamperings))('%s in place of one entry is noticed', (what) => {
  fc.assert(
    fc.property(moves, fc.nat(), slip, (all, at, by) => {
      const { entries, accounts } = play(all);
      const index = at % entries.length;
      const tampered = entries.flatMap((entry, each) =>
        each === index ? (tamperings[what]?.(entry, by) ?? []) : [entry],
      );
      expect(isWhole({ entries: tampered, accounts })).toBe(false);
      expect(isSuspected((entries[index] as EntryRow).account, { entries: tampered, accounts })).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test('the same slip in two entries of a piece is noticed', () => {
  fc.assert(
    fc.property(moves, fc.nat(), fc.nat(), slip, (all, first, second, by) => {
      const { entries, accounts } = play(all);
      const slips = [first, second].map((at) => at % entries.length);
      const tampered = entries.map((entry, index) =>
        slips.includes(index) ? { ...entry, balanceAfter: entry.balanceAfter + by } : entry,
      );
      expect(isWhole({ entries: tampered, accounts })).toBe(false);
    }),
    { numRuns: 1_000 },
  );
});

test.each([
  ['balance', (row: AccountRow, by: number): readonly AccountRow[] => [{ ...row, balance: row.balance + by }]],
  ['version', (row: AccountRow, by: number): readonly AccountRow[] => [{ ...row, version: row.version + by }]],
  ['absence', (): readonly AccountRow[] => []],
] as const)('another %s of one account is noticed', (_what, change) => {
  fc.assert(
    fc.property(moves, fc.nat(), slip, (all, at, by) => {
      const { entries, accounts } = play(all);
      const index = at % accounts.length;
      const changed = accounts.flatMap((row, each) => (each === index ? change(row, by) : [row]));
      expect(isWhole({ entries, accounts: changed })).toBe(false);
      expect(isSuspected((accounts[index] as AccountRow).account, { entries, accounts: changed })).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test('an account that owed what it must not is noticed, although its history is whole; a bank may owe', () => {
  expect(isWhole(owing(3, 2 ** 40))).toBe(false);
  expect(isWhole(owing(4_502, 0))).toBe(true);
});

/** As much more as it has, and then back. */
function owing(account: number, opening: number): Ledger {
  return play([
    [account, -opening - 1],
    [account, opening + 1],
  ]);
}

/** Every account opened, and every move made, one after the other. */
function play(all: readonly (readonly [number, number])[]): Ledger {
  const accounts = ranges.flatMap(({ first, count, openingBalance }) =>
    Array.from({ length: count }, (_each, index) => ({ ...emptyRow, account: first + index, balance: openingBalance })),
  );
  const entries = all.map(([account, amount], paymentId): EntryRow => {
    const row = accounts[account - 1] as { -readonly [Key in keyof AccountRow]: AccountRow[Key] };
    row.balance += amount;
    row.version += 1;
    return { paymentId, leg: 0, account, amount, balanceAfter: row.balance, accountVersion: row.version };
  });
  return { entries, accounts };
}

const emptyRow = {
  account: 0,
  kind: 'customer',
  currency: 'IDR',
  balance: 0,
  version: 0,
  pendingOut: 0,
  pendingIn: 0,
  parent: null,
};

function chainsOf(accounts: readonly AccountRow[]): AccountChains {
  const chains = new AccountChains(ranges);
  for (const row of accounts) chains.add(row);
  return chains;
}

function isWhole({ entries, accounts }: Ledger): boolean {
  return chainsOf(accounts).areWhole(sumEntries(entries, sums));
}

function isSuspected(account: number, { entries, accounts }: Ledger): boolean {
  const chains = chainsOf(accounts);
  const { accounts: planned, width } = chains;
  const buckets = new Map<number, EntrySum>();
  for (const entry of entries) {
    if (entry.account < planned.from || entry.account >= planned.to) continue;
    const bucket = Math.floor((entry.account - planned.from) / width);
    buckets.set(bucket, plus(buckets.get(bucket) ?? noEntries, sumEntries([entry], sums)));
  }
  return chains.suspects(buckets).some(({ from, to }) => account >= from && account < to);
}
