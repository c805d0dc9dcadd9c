/** Audits the accounts of one node: each row is read and judged; the histories are proven by sums over all entries, and followed entry by entry only where the sums do not fit. */
import { accountRanges, openingTotal, rangeOf } from '../../kit/account-ranges.js';
import { accountBounds } from '../../ledger/find-ids.js';
import { readAccounts, readEntriesByAccount } from '../../ledger/read-rows.js';
import type { KeyRange } from '../../ledger/select-rows.js';
import type { AccountRange, LedgerLayout } from '../../model/plan.js';
import type { Connection } from '../../mysql/connect.js';
import type { EntrySum, SumOptions } from '../../ledger/sum-rows.js';
import { AccountChains } from './account-chains.js';
import { AccountHistory } from './account-history.js';
import { accountsPerPiece, type AuditContext } from './audit-context.js';
import type { CategoryCounts } from './category-counts.js';
import { findSuspects } from './find-suspects.js';
import { judgeHistory, judgeMissingAccount, judgeOpening } from './judge-account.js';
import { digestOf } from './ledger-pieces.js';

export interface AccountReading {
  rows: number;
  readonly totals: { opening: number; balance: number };
  /** One a piece, where nodes are compared. */
  readonly digests: string[];
}

export interface AccountAudit {
  readonly context: AuditContext;
  readonly counts: CategoryCounts;
  readonly reading: AccountReading;
  readonly sums: SumOptions;
  /** Of all entries; null where the server refused to calculate. */
  readonly chain: EntrySum | null;
  /** A node that stands aside is only counted. */
  readonly isJudged: boolean;
}

/** What is read row by row is read over the first connection, in one snapshot. */
export async function auditAccounts(connections: readonly Connection[], audit: AccountAudit): Promise<void> {
  const main = connections[0] as Connection;
  const { context, reading, chain, isJudged, sums } = audit;
  const { ledger } = context.header.plan;
  const ranges = accountRanges(ledger);
  const chains = new AccountChains(ranges);
  reading.totals.opening = openingTotal(ledger);
  const pieces = await accountPieces(main, ledger);
  for (const piece of pieces) {
    const accounts = await readAccounts(main, piece);
    if (sums.isCompared) reading.digests.push(digestOf(accounts));
    reading.rows += accounts.length;
    reading.totals.balance += accounts.reduce((sum, row) => sum + row.balance, 0);
    for (const row of accounts) {
      chains.add(row);
      if (isJudged) judgeOpening(audit.counts, row, rangeOf(ranges, row.account));
    }
  }
  if (!isJudged || (chain !== null && chains.areWhole(chain))) return;
  const suspects = await findSuspects(connections, context, { chains, sums });
  for (const piece of pieces) await auditHistories(main, audit, cutTo(piece, suspects));
}

/** The same pieces on every node; what lies beyond the planned accounts, on either side, is two more. */
export async function accountPieces(connection: Connection, ledger: LedgerLayout): Promise<readonly KeyRange[]> {
  const planned = Math.max(...accountRanges(ledger).map(({ first, count }) => first + count));
  const pieces: KeyRange[] = [];
  for (let from = 0; from < planned; from += accountsPerPiece) {
    pieces.push({ from, to: Math.min(planned, from + accountsPerPiece) });
  }
  const { from, to } = await accountBounds(connection);
  return [...pieces, { from: planned, to: Math.max(planned, to) }, { from: Math.min(0, from), to: 0 }];
}

/** The parts of the ranges that lie within a piece. */
function cutTo({ from, to }: KeyRange, ranges: readonly KeyRange[]): readonly KeyRange[] {
  const parts = ranges.map((range) => ({ from: Math.max(from, range.from), to: Math.min(to, range.to) }));
  return parts.filter((part) => part.from < part.to);
}

/** Follows the entries of the accounts in these ranges, all of one piece, and judges first the accounts that are there and then those that are not. */
async function auditHistories(
  connection: Connection,
  { context, counts }: AccountAudit,
  suspects: readonly KeyRange[],
): Promise<void> {
  const ranges = accountRanges(context.header.plan.ledger);
  const histories = new Map<number, AccountHistory>();
  const present = new Set<number>();
  for (const suspect of suspects) {
    await followHistories(connection, suspect, { ranges, histories });
    for (const row of await readAccounts(connection, suspect)) {
      present.add(row.account);
      const planned = rangeOf(ranges, row.account);
      if (planned !== undefined) judgeHistory(counts, row, { planned, history: histories.get(row.account) });
    }
  }
  for (const suspect of suspects) {
    for (let account = suspect.from; account < suspect.to; account += 1) {
      const planned = rangeOf(ranges, account);
      if (planned === undefined || present.has(account)) continue;
      judgeMissingAccount(counts, account, histories.get(account) ?? new AccountHistory(planned.openingBalance));
    }
  }
}

async function followHistories(
  connection: Connection,
  accounts: KeyRange,
  { ranges, histories }: { readonly ranges: readonly AccountRange[]; readonly histories: Map<number, AccountHistory> },
): Promise<void> {
  for await (const page of readEntriesByAccount(connection, accounts)) {
    for (const entry of page) {
      const known = histories.get(entry.account);
      const history = known ?? new AccountHistory(rangeOf(ranges, entry.account)?.openingBalance ?? 0);
      if (known === undefined) histories.set(entry.account, history);
      history.follow(entry);
    }
  }
}
