/** Finds the accounts whose history may be broken: the server sums up all entries once more, this time by account. */
import { noEntries, plus, sumEntriesByAccount, type EntrySum, type SumOptions } from '../../ledger/sum-rows.js';
import { outside, within, type KeyRange } from '../../ledger/select-rows.js';
import type { Connection } from '../../mysql/connect.js';
import { isRefusal } from '../../mysql/error-facts.js';
import type { AccountChains } from './account-chains.js';
import type { AuditContext } from './audit-context.js';
import { idsOf, ownIds } from './ledger-pieces.js';
import { shareOut } from './share-out.js';

/** Few enough for a statement that ends in seconds, many enough that accounts come together. */
const numbersPerStatement = 500_000;

/** Every account where the server refuses to calculate. */
export async function findSuspects(
  connections: readonly Connection[],
  context: AuditContext,
  { chains, sums }: { readonly chains: AccountChains; readonly sums: SumOptions },
): Promise<readonly KeyRange[]> {
  const found = new Map<number, EntrySum>();
  try {
    await shareOut(connections, paymentConditions(context), async (connection, payments) => {
      const question = { payments, accounts: chains.accounts, width: chains.width };
      const part = await sumEntriesByAccount(connection, question, sums);
      for (const [bucket, sum] of part) found.set(bucket, plus(found.get(bucket) ?? noEntries, sum));
    });
    return chains.suspects(found);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return [chains.accounts];
  }
}

function paymentConditions(context: AuditContext): readonly string[] {
  const conditions = [outside('payment_id', ownIds(context))];
  for (let first = 0; first < context.numbersEnd; first += numbersPerStatement) {
    const end = Math.min(context.numbersEnd, first + numbersPerStatement);
    conditions.push(within('payment_id', idsOf(context, [first, end])));
  }
  return conditions;
}
