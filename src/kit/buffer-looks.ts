/** Puts looks into the buffer together. */
import type { BufferLooks } from '../model/buffer.js';

export const noLooks: BufferLooks = { waitingMax: null, delayMsMax: 0, posted: 0, batches: 0, failures: 0 };

export function addLooks(left: BufferLooks, right: BufferLooks): BufferLooks {
  return {
    waitingMax:
      left.waitingMax === null || right.waitingMax === null
        ? (left.waitingMax ?? right.waitingMax)
        : Math.max(left.waitingMax, right.waitingMax),
    delayMsMax: Math.max(left.delayMsMax, right.delayMsMax),
    posted: left.posted + right.posted,
    batches: left.batches + right.batches,
    failures: left.failures + right.failures,
  };
}
