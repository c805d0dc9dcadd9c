/** Wallet to wallet: one customer pays another. */
import type { OperationKind } from '../../model/operation.js';
import { drawAmount, move } from './words/money.js';

const amountMin = 10;
const amountRange = 990;

export const transfer: OperationKind = {
  kind: 'transfer',
  summary: 'Moves money from one wallet to another; popular wallets become hot rows.',
  effect: 'posting',
  draw(draws) {
    const payer = draws.customer();
    const payee = draws.otherCustomer(payer);
    const amount = drawAmount(draws, amountMin, amountRange);
    return {
      kind: 'posting',
      amount,
      legs: move(amount, payer, payee),
      hasOutboxEvent: false,
    };
  },
};
