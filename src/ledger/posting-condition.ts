/**
 * What a payment asks the ledger about before it is posted, besides its accounts. It is asked when the accounts are locked: a first read without a lock begins the
 * snapshot then, so whatever was committed by those who held the locks before is seen.
 */
import type { Access } from '../model/history.js';
import type { PostingCondition } from '../model/operation.js';
import type { LockedAccount, PaymentOrder } from './payment-order.js';
import { readStatement } from './payment-statements.js';
import { seenOn, type FirstNumbers } from './seen-on.js';

export interface ConditionAnswer {
  readonly holds: boolean;
  /** What was seen of other accounts. */
  readonly looked: readonly Access[];
  /** An account that was asked for and is not in the ledger. */
  readonly missing: number | null;
}

const held: ConditionAnswer = { holds: true, looked: [], missing: null };
const notHeld: ConditionAnswer = { ...held, holds: false };

/** None where nothing is asked. */
export function conditionStatements(order: PaymentOrder): readonly string[] {
  const { condition } = order.posting;
  return condition === undefined ? [] : statementsOf(condition, order);
}

/** `answered`: what each of the statements gave. */
export function judgeCondition(
  order: PaymentOrder,
  locked: readonly LockedAccount[],
  answered: readonly FirstNumbers[],
): ConditionAnswer {
  const { condition } = order.posting;
  return condition === undefined ? held : judge(condition, { order, locked, answered });
}

/** A payment's own row does not count: an attempt that follows one in doubt must not be stopped by what that one did. */
function statementsOf(condition: PostingCondition, { paymentId, originalId }: PaymentOrder): readonly string[] {
  // Nobody refers to himself, so this one is not there.
  const original = originalId ?? paymentId;
  switch (condition.kind) {
    case 'pledge':
      return [readStatement(condition.account)];
    case 'refundable':
      return [
        `SELECT amount FROM payment WHERE payment_id = ${original}`,
        `SELECT SUM(amount) FROM payment WHERE original_id = ${original} AND payment_id <> ${paymentId}`,
      ];
    case 'authorised':
      return [
        `SELECT amount FROM payment WHERE payment_id = ${original} AND state = 'authorised'`,
        `SELECT COUNT(*) FROM payment WHERE original_id = ${original} AND payment_id <> ${paymentId}`,
      ];
    case 'unclaimed':
      return [
        `SELECT payment_id FROM voucher WHERE campaign_id = ${condition.campaign} AND account_id = ${condition.customer} AND payment_id <> ${paymentId}`,
      ];
    case 'uncredited':
      return [
        `SELECT payment_id FROM bank_transfer WHERE transfer_id = ${condition.transfer} AND payment_id <> ${paymentId}`,
      ];
    default:
      return condition satisfies never;
  }
}

interface Asked {
  readonly order: PaymentOrder;
  readonly locked: readonly LockedAccount[];
  readonly answered: readonly FirstNumbers[];
}

const nothing: FirstNumbers = [Number.NaN, Number.NaN];

function judge(condition: PostingCondition, { order, locked, answered }: Asked): ConditionAnswer {
  const [first = nothing, second = nothing] = answered;
  const { amount } = order.posting;
  switch (condition.kind) {
    case 'pledge': {
      const seen = seenOn(condition.account, first);
      if (seen === null) return { holds: false, looked: [], missing: condition.account };
      const paid = locked.flatMap(({ leg, balanceAfter }) => (leg.amount < 0 ? [balanceAfter] : []));
      return { ...held, holds: seen.balance + Math.min(...paid) >= condition.sumMin, looked: [seen] };
    }
    case 'refundable': {
      const before = Number.isNaN(second[0]) ? 0 : second[0];
      return before + amount <= first[0] ? held : notHeld;
    }
    case 'authorised':
      return first[0] === amount && second[0] === 0 ? held : notHeld;
    case 'unclaimed':
    case 'uncredited':
      return Number.isNaN(first[0]) ? held : notHeld;
    default:
      return condition satisfies never;
  }
}
