/** Reads the accounts of one node and their history, piece by piece: versions must chain, and the balance must be what the history says. */
import { accountsEnd, readAccounts, readEntriesByAccount, type KeyRange } from '../../ledger/read-rows.js';
import type { AccountRange, LedgerLayout } from '../../model/plan.js';
import type { Connection } from '../../mysql/connect.js';
import { AccountHistory } from './account-history.js';
import { accountsPerPiece, rangeOf } from './audit-context.js';
import { digestOf } from './audit-payments.js';
import type { CategoryCounts } from './category-counts.js';
import { judgeAccount, judgeMissingAccount } from './judge-account.js';

export interface AccountReading {
  rows: number;
  readonly totals: { opening: number; balance: number };
  readonly digests: string[];
}

export interface AccountAudit {
  readonly ledger: LedgerLayout;
  readonly counts: CategoryCounts;
  readonly reading: AccountReading;
  /** A node that stands aside is only counted. */
  readonly isJudged: boolean;
}

export async function auditAccounts(connection: Connection, audit: AccountAudit): Promise<void> {
  const ranges = accountRanges(audit.ledger);
  audit.reading.totals.opening = ranges.reduce((sum, range) => sum + range.count * range.openingBalance, 0);
  for (const piece of await accountPieces(connection, audit.ledger)) await auditPiece(connection, audit, piece);
}

/** The same pieces on every node; what lies beyond the planned accounts is one more. */
export async function accountPieces(connection: Connection, ledger: LedgerLayout): Promise<readonly KeyRange[]> {
  const planned = Math.max(...accountRanges(ledger).map(({ first, count }) => first + count));
  const pieces: KeyRange[] = [];
  for (let from = 0; from < planned; from += accountsPerPiece) {
    pieces.push({ from, to: Math.min(planned, from + accountsPerPiece) });
  }
  return [...pieces, { from: planned, to: Math.max(planned, await accountsEnd(connection)) }];
}

export function accountRanges({ customers, merchants, fees, banks }: LedgerLayout): readonly AccountRange[] {
  return [customers, merchants, fees, banks];
}

async function auditPiece(
  connection: Connection,
  { ledger, counts, reading, isJudged }: AccountAudit,
  piece: KeyRange,
): Promise<void> {
  const accounts = await readAccounts(connection, piece);
  reading.digests.push(digestOf(accounts));
  reading.rows += accounts.length;
  reading.totals.balance += accounts.reduce((sum, row) => sum + row.balance, 0);
  if (!isJudged) return;
  const ranges = accountRanges(ledger);
  const histories = await followHistories(connection, piece, ranges);
  const present = new Set<number>();
  for (const row of accounts) {
    present.add(row.account);
    judgeAccount(counts, row, { planned: rangeOf(ranges, row.account), history: histories.get(row.account) });
  }
  for (const planned of ranges) {
    const end = Math.min(piece.to, planned.first + planned.count);
    for (let account = Math.max(piece.from, planned.first); account < end; account += 1) {
      const history = histories.get(account) ?? new AccountHistory(planned.openingBalance);
      if (!present.has(account)) judgeMissingAccount(counts, account, history);
    }
  }
}

async function followHistories(
  connection: Connection,
  piece: KeyRange,
  ranges: readonly AccountRange[],
): Promise<ReadonlyMap<number, AccountHistory>> {
  const histories = new Map<number, AccountHistory>();
  for await (const page of readEntriesByAccount(connection, piece)) {
    for (const entry of page) {
      const known = histories.get(entry.account);
      const history = known ?? new AccountHistory(rangeOf(ranges, entry.account)?.openingBalance ?? 0);
      if (known === undefined) histories.set(entry.account, history);
      history.follow(entry);
    }
  }
  return histories;
}
