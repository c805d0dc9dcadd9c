/** Starts the page's script: charts, definitions, and a redraw when colours or paper change. */
import type { PageData } from '../page-data.js';
import { enableDefinitions } from './definitions.js';
import { followPaper } from './paper.js';
import { createTimeline } from './timeline.js';

const page = JSON.parse(document.getElementById('page-data')?.textContent ?? '{}') as PageData;
if (page.count > 0) {
  const timeline = createTimeline(page);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => timeline.redraw());
  // Drawing anew keeps the charts sharp.
  followPaper(() => timeline.redraw());
}
const box = document.getElementById('definition');
if (box !== null) enableDefinitions(box);
