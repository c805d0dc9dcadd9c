/** The acquirer's batch: many merchants are paid in one large transaction, which locks them all until it commits. */
import type { Leg, OperationKind } from '../../model/operation.js';

const merchantsMax = 50;
const amountMin = 100;
const amountRange = 9_900;

export const settlementBatch: OperationKind = {
  kind: 'settlement-batch',
  summary: 'Pays up to fifty merchants in one transaction; its locks hold up whoever pays one of them meanwhile.',
  effect: 'posting',
  draw(draws, { banks, merchants }) {
    const count = Math.min(merchantsMax, merchants.count);
    const from = draws.below(merchants.count);
    const credits = Array.from({ length: count }, (_each, index): Leg => {
      return {
        account: merchants.first + ((from + index) % merchants.count),
        amount: amountMin + draws.below(amountRange),
      };
    });
    const amount = credits.reduce((sum, credit) => sum + credit.amount, 0);
    const bank = banks.first + draws.below(banks.count);
    return { kind: 'posting', amount, legs: [{ account: bank, amount: -amount }, ...credits], hasOutboxEvent: true };
  },
};
