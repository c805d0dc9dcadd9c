/** Posts one payment in one transaction, in the way of sending that the scenario asks for. */
import type { AttemptContext } from './attempt.js';
import type { PaymentOrder } from './payment-order.js';
import { postAhead, postInOneText } from './post-at-once.js';
import { postByStatement } from './post-by-statement.js';

export function postPayment(order: PaymentOrder, context: AttemptContext): void {
  if (context.sending === 'per-statement') return postByStatement(order, context);
  // What else must hold is for the client to judge before it says COMMIT.
  const isJudgedByServer = context.sending === 'batched' && order.posting.condition === undefined;
  if (isJudgedByServer) postInOneText(order, context);
  else postAhead(order, context);
}
