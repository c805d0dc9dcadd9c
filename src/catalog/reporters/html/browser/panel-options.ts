/** What a panel of the timeline is drawn from, and the room that it leaves for its labels. */
import type { Panel } from './panels.js';
import type { Range } from './range.js';
import type { TimelineSource } from './series.js';

export interface Frame {
  readonly gutterPx: number;
  readonly endPx: number;
}

export interface PanelChartOptions {
  readonly canvas: HTMLCanvasElement;
  readonly panel: Panel;
  readonly source: TimelineSource;
  readonly frame: () => Frame;
  readonly range: () => Range;
}
