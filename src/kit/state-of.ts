/** The state of a payment that does not name one. */
import type { PaymentState, Posting } from '../model/operation.js';

export function stateOf({ state = 'posted' }: Pick<Posting, 'state'>): PaymentState {
  return state;
}
