/** Of a fault that only time ends: how long that still takes, and how it is told. */
import type { Clock } from '../model/clock.js';
import type { FaultTargets } from '../model/fault.js';

type End = Pick<FaultTargets, 'endsBy'>;

/** Milliseconds; 0 for what does not end by time alone. */
export function msUntilEnd({ endsBy }: End, clock: Pick<Clock, 'wallClockIso'>): number {
  return endsBy === undefined ? 0 : Math.max(0, Date.parse(endsBy) - Date.parse(clock.wallClockIso()));
}

/** Goes on after the name of a fault; empty for what does not end by time alone. */
export function wordsOfEnd({ endsBy }: End): string {
  return endsBy === undefined ? '' : `, which only time ends: by ${endsBy} at the latest`;
}
