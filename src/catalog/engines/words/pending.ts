/** An arrival on its way, or the settlement of one: due, and not yet ended. */
import type { ArrivalContent } from '../../../model/operation.js';

export interface Pending {
  readonly index: number;
  readonly intendedStartMs: number;
  readonly content: ArrivalContent;
  /** The authorisation that it settles; null for an arrival. */
  readonly settles: SettledAttempt | null;
  /** 1 for the first try. */
  attempt: number;
  /** An earlier attempt may have taken effect. */
  wasInDoubt: boolean;
  /** When what it settles was first said not to be there; null until then. */
  absentSinceMs: number | null;
  /** A retry waits until then. */
  notBeforeMs: number;
  startMs: number;
  /** When the attempt in flight is given up. */
  giveUpAtMs: number;
}

export interface SettledAttempt {
  /** Of the arrival: under its payment id the money is held. */
  readonly attempt: number;
  readonly isAcknowledged: boolean;
}

export function pendingOf({ index, intendedStartMs, content, settles = null }: Due): Pending {
  return {
    index,
    intendedStartMs,
    content,
    settles,
    attempt: 1,
    notBeforeMs: 0,
    wasInDoubt: false,
    absentSinceMs: null,
    startMs: 0,
    giveUpAtMs: 0,
  };
}

interface Due extends Pick<Pending, 'index' | 'intendedStartMs' | 'content'> {
  readonly settles?: SettledAttempt | null;
}
