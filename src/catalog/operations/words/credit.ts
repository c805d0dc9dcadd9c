/** What brings money from a bank into a wallet: the bank tells of its transfer, under a reference where such are kept. */
import type { Draws, Posting } from '../../../model/operation.js';
import type { LedgerLayout } from '../../../model/plan.js';
import { drawAmount, move } from './money.js';

const amountMin = 100;
const amountRange = 4_900;

export function drawCredit(draws: Draws, { banks }: LedgerLayout): Posting {
  const bank = banks.first + draws.below(banks.count);
  const customer = draws.customer();
  const amount = drawAmount(draws, amountMin, amountRange);
  const transfer = draws.bankTransfer();
  return {
    kind: 'posting',
    amount,
    legs: move(amount, bank, customer),
    hasOutboxEvent: false,
    ...(transfer === null ? {} : { condition: { kind: 'uncredited', transfer } }),
  };
}
