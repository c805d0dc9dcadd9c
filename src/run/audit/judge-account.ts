/** Puts one account beside the plan and its history: what it is, chain, balance, and whether it ever owed what it must not. */
import { formatCount } from '../../kit/format.js';
import { parentOf } from '../../kit/account-ranges.js';
import type { AccountRow } from '../../ledger/read-rows.js';
import { currency } from '../../ledger/schema.js';
import type { AuditExample } from '../../model/audit.js';
import type { AccountRange } from '../../model/plan.js';
import { AccountHistory } from './account-history.js';
import type { CategoryCounts } from './category-counts.js';

export interface AccountFacts {
  readonly planned: AccountRange;
  /** Undefined without entries. */
  readonly history: AccountHistory | undefined;
}

/** What its row alone can tell: whether it was planned, and as what. */
export function judgeOpening(counts: CategoryCounts, row: AccountRow, planned: AccountRange | undefined): void {
  const { account, balance } = row;
  if (planned === undefined) {
    const text = `nobody opened it, and it holds ${formatCount(balance)} minor units`;
    return counts.add('unexpected', balance, accountExample(account, balance, text));
  }
  const other = otherContent(row, planned);
  if (other !== null) counts.add('content', balance, accountExample(account, balance, other));
}

export function judgeHistory(
  counts: CategoryCounts,
  row: AccountRow,
  { planned, history: followed }: AccountFacts,
): void {
  const { account, balance, version } = row;
  const history = followed ?? new AccountHistory(planned.openingBalance);
  const problem = history.problem ?? versionProblem(version, history.version);
  if (problem !== null) counts.add('chain', 0, accountExample(account, 0, problem));
  judgeBalance(counts, row, history);
  const lowest = Math.min(balance, history.lowest);
  if (lowest < 0 && !planned.mayBeNegative) {
    counts.add('negative', lowest, accountExample(account, lowest, `it fell to ${formatCount(lowest)}`));
  }
}

/** An account of the plan that is not in the ledger: its whole balance is gone. */
export function judgeMissingAccount(counts: CategoryCounts, account: number, { expected }: AccountHistory): void {
  counts.add(
    'drift',
    expected,
    accountExample(account, expected, `it is missing, and its history makes ${formatCount(expected)}`),
  );
}

/** What no payment ever changes. */
function otherContent(row: AccountRow, planned: AccountRange): string | null {
  if (row.kind !== planned.kind) return `it is a ${row.kind} account instead of a ${planned.kind} account`;
  if (row.currency !== currency) return `its currency is ${row.currency} instead of ${currency}`;
  if (row.pendingOut !== 0) return `${formatCount(row.pendingOut)} are pending to leave it, and nothing was reserved`;
  if (row.pendingIn !== 0) return `${formatCount(row.pendingIn)} are pending to reach it, and nothing was reserved`;
  const parent = parentOf(planned, row.account);
  return row.parent === parent ? null : `it belongs to account ${row.parent ?? 'none'} instead of ${parent ?? 'none'}`;
}

function judgeBalance(counts: CategoryCounts, { account, balance }: AccountRow, history: AccountHistory): void {
  const drift = balance - history.expected;
  if (drift === 0) return;
  const text = `its balance is ${formatCount(balance)}, and its history makes ${formatCount(history.expected)}`;
  counts.add('drift', drift, accountExample(account, drift, text));
}

function versionProblem(version: number, last: number): string | null {
  return version === last ? null : `it is at version ${version}, and its history ends with version ${last}`;
}

function accountExample(account: number, amount: number, text: string): AuditExample {
  return {
    payment: null,
    account,
    amount: Math.abs(amount),
    acknowledgedMs: null,
    text: `account ${account}: ${text}`,
  };
}
