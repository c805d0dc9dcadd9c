/** Asks whether a payment is there, as customers do who have heard nothing of it. */
import type { AttemptResult } from '../model/operation.js';
import { fail, succeed, type AttemptContext } from './attempt.js';

export function readStatus(paymentId: number, context: AttemptContext): void {
  const question = `SELECT payment_id FROM payment WHERE payment_id = ${paymentId}`;
  // Without autocommit the question has begun a transaction, which would go on seeing what it saw.
  const ending = context.sending === 'pipelined' ? ['ROLLBACK'] : [];
  context.session.ask([question, ...ending], (answers) => {
    if (answers.error.errno !== 0) return fail('read', answers.error, context);
    const found = !Number.isNaN(answers.number(0, 0));
    succeed('acknowledged', { ...context, done: (result: AttemptResult) => context.done({ ...result, found }) });
  });
}
