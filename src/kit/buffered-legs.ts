/** Which entries of payments are buffered: credits to the accounts that the scenario names. Debits never are, because an account must be asked whether it can pay. */
import type { Leg } from '../model/operation.js';
import type { AccountRange, Plan } from '../model/plan.js';
import type { BufferedAccounts } from '../model/scenario.js';

type Accounts = Pick<AccountRange, 'first' | 'count'>;

/** None where the scenario buffers nothing. */
export function bufferedRanges(plan: Pick<Plan, 'scenario' | 'ledger'>): readonly Accounts[] {
  const { bufferedPosting } = plan.scenario.ledger;
  return (bufferedPosting?.accounts ?? []).flatMap((which) => rangesOf(which, plan)).filter(({ count }) => count > 0);
}

/** Null where the scenario buffers nothing. */
export function createIsBuffered(plan: Pick<Plan, 'scenario' | 'ledger'>): ((leg: Leg) => boolean) | null {
  const ranges = bufferedRanges(plan);
  if (ranges.length === 0) return null;
  return ({ account, amount }) =>
    amount > 0 && ranges.some(({ first, count }) => account >= first && account < first + count);
}

/** A batch of settlements pays a merchant itself, whatever parts of it others pay: so both are buffered. */
function rangesOf(
  which: BufferedAccounts,
  { scenario, ledger }: Pick<Plan, 'scenario' | 'ledger'>,
): readonly Accounts[] {
  switch (which) {
    case 'hot-merchants': {
      const { merchants, merchantParts } = ledger;
      const hot = Math.min(scenario.ledger.merchants.hot?.accounts ?? 0, merchants.count);
      return [{ first: merchants.first, count: hot }, merchantParts];
    }
    case 'fees':
      return [ledger.fees];
    default:
      return which satisfies never;
  }
}
