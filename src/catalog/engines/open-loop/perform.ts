/** Performs one attempt of an arrival on a session: what the content asks for, under the payment id that this attempt has in this run. */
import { paymentIdOf, paymentNumber, paymentsPerArrival } from '../../../kit/payment-id.js';
import type { AttemptContext } from '../../../ledger/attempt.js';
import { postPayment } from '../../../ledger/post-payment.js';
import { postUnlessThere } from '../../../ledger/post-unless-there.js';
import { readBalances } from '../../../ledger/read-balances.js';
import type { ThreadOrder } from '../words/messages.js';
import type { Pending } from '../words/pending.js';

export function perform(
  pending: Pending,
  order: ThreadOrder,
  operations: readonly string[],
  context: AttemptContext,
): void {
  const { content, operation } = pending.content;
  if (content.kind === 'read') return readBalances(content.accounts, context);
  const { banks } = order.plan.ledger;
  const { retry } = order.plan.scenario.client;
  const perArrival = paymentsPerArrival(retry);
  const { index, attempt } = pending;
  const isAskedFirst = attempt > 1 && retry.policy === 'status-query';
  const post = isAskedFirst ? postUnlessThere : postPayment;
  post(
    {
      paymentId: paymentIdOf(order.runTag, paymentNumber(index, attempt, perArrival)),
      operation: operations[operation] as string,
      attempt: perArrival === 1 ? attempt : 1,
      clientTimeMs: Math.round(pending.startMs),
      posting: content,
      mayBeNegative: (account) => account >= banks.first && account < banks.first + banks.count,
    },
    context,
  );
}
