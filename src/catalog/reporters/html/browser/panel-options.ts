/** What a panel of the timeline is drawn from, and the room that it leaves for its labels. */
import type { PageData } from '../page-data.js';
import type { Panel } from './panels.js';
import type { Range } from './range.js';
import type { Columns } from './series.js';

export interface Frame {
  readonly gutterPx: number;
  readonly endPx: number;
}

export interface PanelChartOptions {
  readonly canvas: HTMLCanvasElement;
  readonly panel: Panel;
  readonly page: PageData;
  readonly columns: Columns;
  readonly frame: () => Frame;
  readonly range: () => Range;
}
