/** Draws the charts anew when their colours change: in the dark, and for paper. */
import type { Timeline } from './timeline.js';

export function keepDrawn(timeline: Timeline): void {
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => timeline.redraw());
  // On paper the style sheet is always the light one; drawing anew keeps the charts sharp.
  addEventListener('beforeprint', () => {
    document.documentElement.classList.add('paper');
    timeline.redraw();
  });
  addEventListener('afterprint', () => {
    document.documentElement.classList.remove('paper');
    timeline.redraw();
  });
}
