/** A customer pays a bill: the money is held, the biller asked, and then it is captured, or voided when the biller refuses. */
import type { OperationKind } from '../../model/operation.js';
import { authorise, settle } from './words/authorise.js';

export const billPayment: OperationKind = {
  kind: 'bill-payment',
  summary: 'Holds the amount of a bill, and captures or voids it in a second transaction when the biller has answered.',
  effect: 'posting',
  link: 'settlement',
  draw: authorise,
  settle: (authorisation, draws) =>
    settle(authorisation, draws, {
      payee: draws.merchant(),
      voidedShare: 0.05,
      afterMsMin: 50,
      afterMsMax: 500,
    }),
};
