/** Did my payment go through? After an outage, half of all traffic asks this. */
import type { OperationKind } from '../../model/operation.js';

const askedAbout = ['transfer', 'qr-payment', 'top-up', 'bill-payment', 'withdrawal', 'voucher'];

export const status: OperationKind = {
  kind: 'status',
  summary: 'Asks whether an earlier payment is there.',
  effect: 'read',
  draw: (draws) => ({ kind: 'status', original: draws.earlierPayment(askedAbout)?.arrival ?? 0 }),
};
