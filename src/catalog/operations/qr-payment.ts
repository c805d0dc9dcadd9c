/** A customer pays a merchant by QR code: the merchant bears a fee, and an event tells the merchant that money has come. */
import type { OperationKind } from '../../model/operation.js';
import { drawAmount } from './words/money.js';

const amountMin = 10;
const amountRange = 1_990;
/** Merchant discount rate: 0.7 % of the amount, rounded up, so that every payment touches a fee account. */
const feePerMille = 7;

export const qrPayment: OperationKind = {
  kind: 'qr-payment',
  summary: 'Pays a merchant, takes a fee and writes an outbox event; the few fee accounts are hot rows.',
  effect: 'posting',
  draw(draws, ledger) {
    const payer = draws.customer();
    const merchant = draws.merchant();
    const collector = ledger.fees.first + draws.below(ledger.fees.count);
    const amount = drawAmount(draws, amountMin, amountRange);
    const fee = Math.ceil((amount * feePerMille) / 1000);
    return {
      kind: 'posting',
      amount,
      legs: [
        { account: payer, amount: -amount },
        { account: merchant, amount: amount - fee },
        { account: collector, amount: fee },
      ],
      hasOutboxEvent: true,
    };
  },
};
