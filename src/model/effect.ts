/** What two groups of runs say about one figure: by how much it moved, and whether chance alone may have done that. */

/** From here on chance is ruled out. */
export const significanceLevel = 0.05;

/**
 * `ranks`: many runs on both sides. `one-of-many`: many on one side, few on the other. `blocks`: few on both, judged by what varies within them, and blind to how one run differs from the next. `none`:
 * nothing tells what chance does.
 */
export type EffectMethod = 'ranks' | 'one-of-many' | 'blocks' | 'none';

export interface Effect {
  readonly method: EffectMethod;
  /** Of the runs that have the figure. */
  readonly before: SideOfEffect;
  readonly after: SideOfEffect;
  /** After less before, in the unit of the metric. */
  readonly shift: number;
  /** Of the shift, with 95 % confidence; null where there are too few runs for any. */
  readonly interval: readonly [low: number, high: number] | null;
  /** Chance of a shift this large, either way, if nothing had changed; null where nobody can say. */
  readonly pValue: number | null;
  /** The least that it could have come to with so many runs. */
  readonly pValueMin: number;
  /** Chance of a figure this much higher, or lower, if nothing had changed: for who asks in one direction only. */
  readonly pHigher: number | null;
  readonly pLower: number | null;
}

export interface SideOfEffect {
  readonly runs: number;
  /** The middle one of the runs. */
  readonly value: number;
  /** Some of the runs know only that it was at least as much. */
  readonly isAtLeast: boolean;
}
