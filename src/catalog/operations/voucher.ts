/** A campaign gives money away, a red envelope or a cash-back: everybody is paid from the same budget, and nobody twice. */
import type { OperationKind } from '../../model/operation.js';
import { drawAmount, move } from './words/money.js';

const amountMin = 100;
const amountRange = 1_900;

export const voucher: OperationKind = {
  kind: 'voucher',
  summary:
    "Pays a customer's voucher from a campaign's budget, once for each customer; the few budgets are the hottest rows there are.",
  effect: 'posting',
  link: 'voucher',
  draw(draws, { budgets }) {
    const campaign = budgets.first + draws.below(budgets.count);
    const customer = draws.customer();
    const amount = drawAmount(draws, amountMin, amountRange);
    return {
      kind: 'posting',
      amount,
      legs: move(amount, campaign, customer),
      hasOutboxEvent: true,
      condition: { kind: 'unclaimed', campaign, customer },
    };
  },
};
