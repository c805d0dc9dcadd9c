/** Which of the silences that the witness saw belong to a fault: those of the heal and of the time before are others. */
import type { Interval } from '../../model/recovery.js';

/** By node, between two answers each, on the clock that all threads share. */
export type WitnessGaps = Readonly<Record<string, readonly Interval[]>>;

/** The longest that had begun before the heal and was not over at the injection, in ms by node; 0 where there was none. */
export function longestGaps(gaps: WitnessGaps, fault: Interval): Readonly<Record<string, number>> {
  const lengths = Object.entries(gaps).map(([node, own]) => {
    const during = own.filter(({ fromMs, toMs }) => fromMs < fault.toMs && toMs > fault.fromMs);
    return [node, Math.max(0, ...during.map(({ fromMs, toMs }) => toMs - fromMs))] as const;
  });
  return Object.fromEntries(lengths);
}
