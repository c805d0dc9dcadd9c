/** Membership: customers earn points, and sometimes spend some. They are booked like money, on accounts of their own. */
import type { OperationKind } from '../../model/operation.js';

const pointsMin = 1;
const pointsRange = 99;
/** The others spend. */
const earningShare = 0.85;

export const membershipPoints: OperationKind = {
  kind: 'membership-points',
  summary: 'Books membership points that a customer earns or spends; who has too few is declined.',
  effect: 'posting',
  movesPoints: true,
  draw(draws, { customers, issuers, points }) {
    const member = points.first + (draws.customer() - customers.first);
    const issuer = issuers.first + draws.below(issuers.count);
    const amount = pointsMin + draws.below(pointsRange);
    const isEarned = draws.unit() < earningShare;
    return {
      kind: 'posting',
      amount,
      legs: [
        { account: issuer, amount: isEarned ? -amount : amount },
        { account: member, amount: isEarned ? amount : -amount },
      ],
      hasOutboxEvent: false,
    };
  },
};
