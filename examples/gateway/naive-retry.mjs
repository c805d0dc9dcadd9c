/**
 * The bug of `--bug naive-retry`: who has lost the answer to COMMIT tries again, and gives the second try an id of its own. When the first one had
 * taken effect after all, the customer has paid twice, and no key can stop it.
 */
import { postPayment } from './post-payment.mjs';

/** The last outcome, and under which id. */
export async function postNaively(database, payment, paymentsMax) {
  for (let number = 0; ; number += 1) {
    const paid = { ...payment, payment_id: payment.payment_id + number };
    const outcome = await postPayment(database, paid);
    if (outcome.status !== 'unknown' || number + 1 >= paymentsMax) return settled(outcome, paid, number);
  }
}

/** A later try without effect says nothing of the ones before it. */
function settled(outcome, paid, number) {
  const isPosted = outcome.status === 'posted' || outcome.status === 'already-posted';
  const status = isPosted || number === 0 ? outcome.status : 'unknown';
  return { ...outcome, status, payment_id: paid.payment_id };
}
