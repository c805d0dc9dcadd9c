/** Draws the charts anew when their colours change: in the dark, and for paper. */
import { followPaper } from './paper.js';
import type { Timeline } from './timeline.js';

export function keepDrawn(timeline: Timeline): void {
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => timeline.redraw());
  // Drawing anew keeps the charts sharp on paper.
  followPaper(() => timeline.redraw());
}
