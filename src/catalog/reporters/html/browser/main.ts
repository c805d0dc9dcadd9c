/** Starts the page's script: charts, definitions, and a redraw when colours or paper change. */
import type { PageData } from '../page-data.js';
import { enableDefinitions } from './definitions.js';
import { keepDrawn } from './keep-drawn.js';
import { columnsOf } from './series.js';
import { createTimeline } from './timeline.js';

const page = JSON.parse(document.getElementById('page-data')?.textContent ?? '{}') as PageData;
if (page.count > 0) {
  const columns = columnsOf(page);
  keepDrawn(createTimeline({ isLive: false, facts: () => page, columns: () => columns }));
}
const box = document.getElementById('definition');
if (box !== null) enableDefinitions(box);
