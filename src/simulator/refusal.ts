/** How a simulated server refuses: with the errors of a real one, and with 1064 for whatever it does not understand. */
import type { WireAnswer } from '../mysql/wire-answer.js';
import { ServerError } from './store.js';
import { NotUnderstood } from './tokens.js';

type Refusal = Extract<WireAnswer, { readonly kind: 'error' }>;

/** Throws what is no refusal but a defect. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof ServerError) {
    const { errno, sqlstate, message } = error;
    return { kind: 'error', errno, sqlstate, message };
  }
  if (!(error instanceof NotUnderstood)) throw error;
  const message = `The simulated server does not understand this statement near '${error.message}'`;
  return { kind: 'error', errno: 1064, sqlstate: '42000', message };
}
