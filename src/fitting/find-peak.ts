/** How high the counts get, apart from what chance does to single steps. */
import { sumOf, type Counts } from './counts.js';

/** In steps; a step of a second that holds enough is a window of its own. */
const windows = [1, 2, 5, 10, 30, 60];
/** Of so many, chance moves even the highest window of a day by little more than 5 %. */
const enough = 5_000;

export interface PeakWindow {
  /** From the first step on. */
  readonly startMs: number;
  readonly endMs: number;
  readonly perSecond: number;
}

/** The highest mean over the shortest window that holds enough for chance not to make it. */
export function observedPeak({ totals, stepMs }: Counts): PeakWindow {
  let peak = { startMs: 0, endMs: stepMs, perSecond: 0 };
  for (const width of windows.filter((each) => each === 1 || each * 2 <= totals.length)) {
    const { at, sum } = highestWindow(totals, width);
    const perSecond = (sum * 1_000) / (width * stepMs);
    peak = { startMs: at * stepMs, endMs: (at + width) * stepMs, perSecond };
    if (sum >= enough) return peak;
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
