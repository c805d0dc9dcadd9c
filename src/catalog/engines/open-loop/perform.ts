/** Performs one attempt of an arrival on a session: what the content asks for, under the payment id that the arrival has in this run. */
import { paymentIdOf } from '../../../kit/payment-id.js';
import type { AttemptContext } from '../../../ledger/attempt.js';
import { postPayment } from '../../../ledger/post-payment.js';
import { readBalances } from '../../../ledger/read-balances.js';
import type { ThreadOrder } from './messages.js';
import type { Pending } from './pending.js';

export function perform(
  pending: Pending,
  order: ThreadOrder,
  operations: readonly string[],
  context: AttemptContext,
): void {
  const { content, operation } = pending.content;
  if (content.kind === 'read') return readBalances(content.accounts, context);
  const { banks } = order.plan.ledger;
  postPayment(
    {
      paymentId: paymentIdOf(order.runTag, pending.index),
      operation: operations[operation] as string,
      attempt: pending.attempt,
      clientTimeMs: Math.round(pending.startMs),
      posting: content,
      mayBeNegative: (account) => account >= banks.first && account < banks.first + banks.count,
    },
    context,
  );
}
