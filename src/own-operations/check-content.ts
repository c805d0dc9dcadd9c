/** Rules of the ledger that what an operation draws must keep: a posting that breaks one would be taken for a fault of the target. */
import type { OperationContent, OperationDefinition, Posting } from '../model/operation.js';
import type { AccountRange, LedgerLayout } from '../model/plan.js';

/** What the draw is of. */
type Rules = Pick<OperationDefinition, 'effect' | 'link' | 'settle'>;

/** What breaks a rule, as a sentence without its end; null where nothing does. */
export function contentProblem(content: OperationContent, ledger: LedgerLayout, rules: Rules): string | null {
  const effect = content.kind === 'posting' ? 'posting' : 'read';
  if (effect !== rules.effect) return `its effect is '${rules.effect}', and the content's kind is '${content.kind}'`;
  switch (content.kind) {
    case 'posting':
      return postingProblem(content, ledger) ?? linkProblem(content, rules) ?? conditionProblem(content, ledger);
    case 'read':
      return accountsProblem(content.accounts, ledger);
    case 'history':
      return accountsProblem([content.account], ledger);
    case 'status':
      return null;
    default:
      return content satisfies never;
  }
}

/** Of the second transaction: it moves on what the first one holds, all of it. */
export function settlementProblem(posting: Posting, authorised: Posting, ledger: LedgerLayout): string | null {
  const { state, condition, amount } = posting;
  if (state !== 'captured' && state !== 'voided') return "its state is neither 'captured' nor 'voided'";
  if (condition?.kind !== 'authorised') return "its condition is not { kind: 'authorised' }";
  if (amount !== authorised.amount) return `its amount is ${amount}, and ${authorised.amount} were authorised`;
  const held = authorised.legs.filter((leg) => leg.amount > 0).map(({ account }) => account);
  if (!posting.legs.some((leg) => leg.amount < 0 && held.includes(leg.account)))
    return 'it takes nothing from an account that the authorisation has put money on';
  return postingProblem(posting, ledger);
}

function postingProblem({ amount, legs }: Posting, ledger: LedgerLayout): string | null {
  const known = accountsProblem(
    legs.map(({ account }) => account),
    ledger,
  );
  if (known !== null) return known;
  const sum = legs.reduce((total, leg) => total + leg.amount, 0);
  if (sum !== 0) return `its legs sum to ${sum}, and not to zero`;
  const debited = legs.reduce((total, leg) => total + Math.max(0, -leg.amount), 0);
  if (debited !== amount) return `its amount is ${amount}, and its legs debit ${debited}`;
  const points = legs.filter(({ account }) => isIn(ledger.points, account) || isIn(ledger.issuers, account));
  if (points.reduce((total, leg) => total + leg.amount, 0) !== 0) return 'its legs turn points into money';
  return null;
}

/** Accounts are numbered from the first customer on, without a gap. */
function accountsProblem(accounts: readonly number[], ledger: LedgerLayout): string | null {
  const { customers, points } = ledger;
  for (const [index, account] of accounts.entries()) {
    if (account < customers.first || account >= points.first + points.count)
      return `account ${account} is none of the ledger${points.count === 0 ? ' (points have accounts only with movesPoints: true)' : ''}`;
    if (accounts.indexOf(account) < index) return `account ${account} stands there twice`;
  }
  return null;
}

/** What is bound by rules to other rows is searched for only where the operation says so. */
function linkProblem({ state = 'posted', original, condition }: Posting, { link, settle }: Rules): string | null {
  if (state === 'captured' || state === 'voided') return `its state is '${state}', which only settle may give`;
  if ((state === 'authorised') !== (settle !== undefined))
    return settle === undefined
      ? "its state is 'authorised', and nothing settles it"
      : "its state is not 'authorised', and it has settle";
  if (condition?.kind === 'authorised') return "its condition is { kind: 'authorised' }, which only settle may give";
  if (original !== undefined && condition?.kind !== 'refundable')
    return "it has an original, and its condition is not { kind: 'refundable' }";
  if ((condition?.kind === 'refundable') !== (link === 'refund')) return wrongLink("{ kind: 'refundable' }", 'refund');
  if ((condition?.kind === 'unclaimed') !== (link === 'voucher')) return wrongLink("{ kind: 'unclaimed' }", 'voucher');
  return null;
}

function wrongLink(condition: string, link: string): string {
  return `the condition ${condition} and the operation's link: '${link}' go together`;
}

function conditionProblem({ condition }: Posting, ledger: LedgerLayout): string | null {
  if (condition?.kind === 'pledge') return accountsProblem([condition.account], ledger);
  if (condition?.kind !== 'unclaimed') return null;
  if (!isIn(ledger.budgets, condition.campaign))
    return `condition.campaign ${condition.campaign} is no account of ledger.budgets`;
  return isIn(ledger.customers, condition.customer)
    ? null
    : `condition.customer ${condition.customer} is no account of ledger.customers`;
}

function isIn({ first, count }: AccountRange, account: number): boolean {
  return account >= first && account < first + count;
}
