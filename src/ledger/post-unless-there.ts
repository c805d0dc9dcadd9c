/**
 * What a careful client does before it pays again: it asks whether the payment is there, on the node that it is connected to, and pays only when it is not.
 * The answer is as good as that node: one that lags may not know the payment yet. Then the payment's own id stops the second one, where it is a key.
 */
import { fail, succeed, type AttemptContext } from './attempt.js';
import type { PaymentOrder } from './payment-order.js';
import { postPayment } from './post-payment.js';

/** A question that fails ends the attempt without effect: what it asked about stays as doubtful as before. */
export function postUnlessThere(order: PaymentOrder, context: AttemptContext): void {
  const { session, sending, done } = context;
  const question = `SELECT payment_id FROM payment WHERE payment_id = ${order.paymentId}`;
  // Without autocommit the question has begun a transaction, which would go on seeing what it saw.
  const ending = sending === 'pipelined' ? ['ROLLBACK'] : [];
  session.ask([question, ...ending], (answers) => {
    if (answers.error.errno !== 0) return fail('read', answers.error, context);
    if (Number.isNaN(answers.number(0, 0))) return postPayment(order, context);
    succeed('acknowledged', { ...context, done: (result) => done({ ...result, step: 'read' }) });
  });
}
