/** Wallet to wallet: one customer pays another. */
import type { OperationKind } from '../../model/operation.js';

const amountMin = 10;
const amountRange = 990;

export const transfer: OperationKind = {
  kind: 'transfer',
  summary: 'Moves money from one wallet to another; popular wallets become hot rows.',
  effect: 'posting',
  draw(draws) {
    const payer = draws.customer();
    const payee = draws.otherCustomer(payer);
    const share = draws.unit();
    // Squared: small amounts are common, large ones rare.
    const amount = amountMin + Math.floor(share * share * amountRange);
    return {
      kind: 'posting',
      amount,
      legs: [
        { account: payer, amount: -amount },
        { account: payee, amount },
      ],
      hasOutboxEvent: false,
    };
  },
};
