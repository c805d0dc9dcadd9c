/** An arrival on its way: due, and not yet ended. */
import type { ArrivalContent } from '../../../model/operation.js';

export interface Pending {
  readonly index: number;
  readonly intendedStartMs: number;
  readonly content: ArrivalContent;
  /** 1 for the first try. */
  attempt: number;
  /** A retry waits until then. */
  notBeforeMs: number;
  startMs: number;
  /** When the attempt in flight is given up. */
  giveUpAtMs: number;
}
