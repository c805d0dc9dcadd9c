/** Bank to wallet: a customer's bank account is charged through the bank's suspense account. */
import type { OperationKind } from '../../model/operation.js';
import { drawAmount, move } from './words/money.js';

const amountMin = 100;
const amountRange = 4_900;

export const topUp: OperationKind = {
  kind: 'top-up',
  summary: 'Brings money from a bank into a wallet; the few bank suspense accounts are hot rows.',
  effect: 'posting',
  draw(draws, ledger) {
    const bank = ledger.banks.first + draws.below(ledger.banks.count);
    const customer = draws.customer();
    const amount = drawAmount(draws, amountMin, amountRange);
    return {
      kind: 'posting',
      amount,
      legs: move(amount, bank, customer),
      hasOutboxEvent: false,
    };
  },
};
