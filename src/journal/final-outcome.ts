/** How an arrival ended in the end, folded from its attempts: acknowledged if any was, else in doubt if any was, else as the last one. */
import { outcomes, type Outcome } from '../model/outcome.js';

/** No attempt of the arrival is in the journal. */
export const unrecorded = 255;

const acknowledged = outcomes.indexOf('acknowledged');
const inDoubt = outcomes.indexOf('in-doubt');
const dropped = outcomes.indexOf('dropped');

/** `before` and the result are positions in `outcomes`, or `unrecorded`. Attempts must come in the order in which they happened. */
export function foldOutcome(before: number, next: Outcome): number {
  const code = outcomes.indexOf(next);
  if (before === acknowledged || code === acknowledged) return acknowledged;
  // A retry that was given up before it was sent says nothing new about the payment.
  if (before === inDoubt || (code === dropped && before !== unrecorded)) return before;
  return code;
}
