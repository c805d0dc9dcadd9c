/** Starts the page's script: charts, definitions, and a redraw when colours or paper change. */
import type { PageData } from '../page-data.js';
import { enableDefinitions } from './definitions.js';
import { createTimeline } from './timeline.js';

const page = JSON.parse(document.getElementById('page-data')?.textContent ?? '{}') as PageData;
if (page.count > 0) {
  const timeline = createTimeline(page);
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
const box = document.getElementById('definition');
if (box !== null) enableDefinitions(box);
