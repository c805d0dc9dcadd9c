/** How high the counts get, apart from what chance does to single steps. */
import { sumOf, type Counts } from './counts.js';

/** In steps. */
const windows = [1, 2, 5, 10, 30, 60];

export interface PeakWindow {
  /** From the first step on. */
  readonly startMs: number;
  readonly endMs: number;
  readonly perSecond: number;
  /** Of it, what chance can not have made. */
  readonly surePerSecond: number;
  /** What the highest single step held, chance and all. */
  readonly stepPerSecond: number;
}

/**
 * The highest mean over the window that proves the most: of n windows with a mean of m counts, chance lifts the highest by about √(2 ln n · m), which a
 * longer window has less of, and a shorter one loses less of a short peak. `chance`: variance in units of that of a Poisson process.
 */
export function observedPeak({ totals, stepMs }: Counts, chance: number): PeakWindow {
  const perSecond = (count: number, width: number): number => (count * 1_000) / (width * stepMs);
  const stepPerSecond = perSecond(highestWindow(totals, 1).sum, 1);
  let peak = { startMs: 0, endMs: stepMs, perSecond: 0, surePerSecond: -1, stepPerSecond };
  for (const width of windows.filter((each) => each === 1 || each * 2 <= totals.length)) {
    const { at, sum } = highestWindow(totals, width);
    const lift = Math.sqrt(2 * Math.log(totals.length / width) * chance * sum);
    const surePerSecond = perSecond(Math.max(0, sum - lift), width);
    if (surePerSecond <= peak.surePerSecond) continue;
    const place = { startMs: at * stepMs, endMs: (at + width) * stepMs };
    peak = { ...place, perSecond: perSecond(sum, width), surePerSecond, stepPerSecond };
  }
  return peak;
}

function highestWindow(totals: Float64Array, width: number): { readonly at: number; readonly sum: number } {
  let sum = sumOf(totals, 0, width);
  let highest = { at: 0, sum };
  for (let at = 1; at + width <= totals.length; at += 1) {
    sum += (totals[at + width - 1] as number) - (totals[at - 1] as number);
    if (sum > highest.sum) highest = { at, sum };
  }
  return highest;
}
