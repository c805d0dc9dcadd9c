/** A merchant pays a customer back: all of an earlier payment, or a part of it, and never more than it was. */
import type { OperationKind } from '../../model/operation.js';
import { move } from './words/money.js';

const refundable = ['qr-payment'];
/** The others are paid back in part. */
const wholeShare = 0.7;

export const refund: OperationKind = {
  kind: 'refund',
  summary: 'Pays back all or a part of an earlier payment to a merchant; what is paid back may never exceed it.',
  effect: 'posting',
  link: 'refund',
  draw(draws) {
    const earlier = draws.earlierPayment(refundable);
    const share = draws.unit() < wholeShare ? 1 : draws.unit();
    const paid = earlier?.posting.amount ?? 1;
    const amount = Math.max(1, Math.floor(paid * share));
    const [payer, merchant] = earlier?.posting.legs.map(({ account }) => account) ?? [];
    return {
      kind: 'posting',
      amount,
      legs: move(amount, merchant ?? draws.merchant(), payer ?? draws.customer()),
      hasOutboxEvent: true,
      // Without an original it is declined: nothing was bought that could be paid back.
      ...(earlier === null ? {} : { original: earlier.arrival }),
      condition: { kind: 'refundable' },
    };
  },
};
