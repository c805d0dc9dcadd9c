/** On which side of a limit a measured time lies, its whole error bar considered: one rule for gates, for the objective of a run and for that of a study. */
import type { Measured } from '../model/recovery.js';

type Bar = Pick<Measured, 'valueMs' | 'errorMs'>;

/**
 * Whether the error bar lies on both sides, as far as `holds` tells sides. Only who did not suffer at all has a time of 0 ± 0, so a longer one is surely
 * above a limit of zero.
 */
export function reachesAcross({ valueMs, errorMs }: Bar, limitMs: number, holds: (timeMs: number) => boolean): boolean {
  if (errorMs === 0 || (limitMs === 0 && valueMs > 0)) return false;
  return holds(valueMs - errorMs) !== holds(valueMs + errorMs);
}

/** `undecided`: the error bar reaches across the limit, which is met by the limit itself. */
export function compareWithLimit(bar: Bar, limitMs: number): 'within' | 'beyond' | 'undecided' {
  const isWithin = (timeMs: number): boolean => timeMs <= limitMs;
  if (reachesAcross(bar, limitMs, isWithin)) return 'undecided';
  return isWithin(bar.valueMs) ? 'within' : 'beyond';
}
