/** The chain of one account's versions: what breaks it, and what it says it should hold. */
import { expect, test } from 'vitest';
import type { EntryRow } from '../../../../src/ledger/read-rows.js';
import { AccountHistory } from '../../../../src/run/audit/account-history.js';

test('an unbroken chain ends with its opening plus all entries', () => {
  const history = follow([entry(1, -30, 70), entry(2, 50, 120)]);
  expect(history).toMatchObject({ problem: null, version: 2, expected: 120, balanceAfter: 120, lowest: 70 });
});

test.each([
  ['a gap', [entry(1, -30, 70), entry(3, 50, 120)], /version 3 .* follows version 1 \(a gap\)/u],
  ['a gap at the start', [entry(2, -30, 70)], /follows version 0/u],
  ['a fork', [entry(1, -30, 70), entry(1, -20, 80)], /second of that number \(a fork\)/u],
  ['a lost update', [entry(1, -30, 70), entry(2, -20, 80)], /left 80 instead of 50/u],
])('%s breaks the chain', (_name, entries, problem) => {
  expect(follow(entries).problem).toMatch(problem);
});

test('the first break is the one that is told', () => {
  expect(follow([entry(2, 1, 101), entry(2, 1, 102)]).problem).toMatch(/a gap/u);
});

function follow(entries: readonly EntryRow[]): AccountHistory {
  const history = new AccountHistory(100);
  for (const each of entries) history.follow(each);
  return history;
}

function entry(accountVersion: number, amount: number, balanceAfter: number): EntryRow {
  return { paymentId: 7, leg: 0, account: 1, amount, balanceAfter, accountVersion };
}
