/** A rule over two wallets, of which each payment locks only one: the textbook case of write skew. */
import type { OperationKind } from '../../model/operation.js';
import { move } from './words/money.js';

const amountMin = 10;
const amountRange = 990;
/** Of what was on both wallets at the start. */
const pledgedShare = 0.1;

export const pledgedTransfer: OperationKind = {
  kind: 'pledged-transfer',
  summary:
    'A transfer that must leave a pledged sum on two wallets together, and looks at the second without a lock: it provokes write skew.',
  effect: 'posting',
  draw(draws, { customers }) {
    const payer = draws.customer();
    const second = draws.otherCustomer(payer);
    const payee = draws.otherCustomer(payer);
    const amount = amountMin + draws.below(amountRange);
    return {
      kind: 'posting',
      amount,
      legs: move(amount, payer, payee),
      hasOutboxEvent: false,
      condition: {
        kind: 'pledge',
        account: second,
        sumMin: Math.floor(2 * customers.openingBalance * pledgedShare),
      },
    };
  },
};
