/** An arrival on its way: due, and not yet ended. */
import type { ArrivalContent } from '../../../model/operation.js';

export interface Pending {
  readonly index: number;
  readonly intendedStartMs: number;
  readonly content: ArrivalContent;
  /** 1 for the first try. */
  attempt: number;
  /** An earlier attempt may have taken effect. */
  wasInDoubt: boolean;
  /** A retry waits until then. */
  notBeforeMs: number;
  startMs: number;
  /** When the attempt in flight is given up. */
  giveUpAtMs: number;
}

export function pendingOf(index: number, intendedStartMs: number, content: ArrivalContent): Pending {
  return {
    index,
    intendedStartMs,
    content,
    attempt: 1,
    notBeforeMs: 0,
    wasInDoubt: false,
    startMs: 0,
    giveUpAtMs: 0,
  };
}
