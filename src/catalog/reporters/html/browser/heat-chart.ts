/** Paints the heat map: cells on a logarithmic axis, a lane above them for who got no answer, faults shining through. Thousands of cells are painted faster by hand than as elements of a chart. */
import { formatDuration } from '../../../../kit/format.js';
import type { HeatMap } from '../../../../model/heat-map.js';
import type { PageData } from '../page-data.js';
import { timeTicks } from './axis.js';
import { classOf, columnsIn, type HeatColumn } from './heat-cells.js';
import type { Frame } from './panel-options.js';
import type { Range } from './range.js';
import type { Theme } from './theme.js';

export interface HeatChartOptions {
  readonly canvas: HTMLCanvasElement;
  readonly map: HeatMap;
  readonly faults: PageData['faults'];
  readonly frame: Frame;
  readonly range: Range;
  readonly theme: Theme;
  readonly classes: readonly number[];
}

const laneHeightPx = 11;
const laneGapPx = 3;
const topPx = 4;
const bottomPx = 1;
/** Even a single unanswered arrival must be seen. */
const faintest = 0.3;

interface Plot {
  readonly context: CanvasRenderingContext2D;
  readonly left: number;
  readonly width: number;
  /** Of the cells, below the lane. */
  readonly top: number;
  readonly bottom: number;
  x(timeMs: number): number;
  y(responseTimeMs: number): number;
}

export function drawHeatChart(options: HeatChartOptions): void {
  const plot = preparePlot(options);
  if (plot === null) return;
  drawGrid(plot, options);
  drawFaults(plot, options, (fromMs, toMs) => fillSpan(plot, fromMs, toMs, options.theme.color('fault-fill')));
  const columns = columnsIn(options.map, options.range, plot.width);
  plot.context.save();
  plot.context.beginPath();
  plot.context.rect(plot.left, 0, plot.width, plot.bottom);
  plot.context.clip();
  for (const column of columns) drawColumn(plot, options, column);
  drawFaults(plot, options, (fromMs, toMs) => {
    drawInstant(plot, options.theme, fromMs, []);
    drawInstant(plot, options.theme, toMs, [3, 3]);
  });
  plot.context.restore();
}

/** The row that lies under a height, null above and below the cells. */
export function rowAt(canvas: HTMLCanvasElement, { edgesMs }: HeatMap, offsetPx: number): number | null {
  const top = topPx + laneHeightPx + laneGapPx;
  const share = 1 - (offsetPx - top) / (canvas.clientHeight - bottomPx - top);
  if (share < 0 || share >= 1) return null;
  return Math.floor(share * (edgesMs.length - 1));
}

function preparePlot({ canvas, map, frame, range }: HeatChartOptions): Plot | null {
  const context = canvas.getContext('2d');
  const { clientWidth, clientHeight } = canvas;
  if (context === null || clientWidth === 0) return null;
  const ratio = devicePixelRatio;
  canvas.width = Math.round(clientWidth * ratio);
  canvas.height = Math.round(clientHeight * ratio);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  const [left, width] = [frame.gutterPx, clientWidth - frame.gutterPx - frame.endPx];
  const [top, bottom] = [topPx + laneHeightPx + laneGapPx, clientHeight - bottomPx];
  const [low, high] = [Math.log(map.edgesMs[0] ?? 1), Math.log(map.edgesMs.at(-1) ?? 10)];
  return {
    context,
    left,
    width,
    top,
    bottom,
    x: (timeMs) => left + ((timeMs - range.fromMs) / (range.toMs - range.fromMs)) * width,
    y: (responseTimeMs) => bottom - ((Math.log(responseTimeMs) - low) / (high - low)) * (bottom - top),
  };
}

function drawGrid({ context, left, width, top, bottom, x, y }: Plot, { map, range, theme }: HeatChartOptions): void {
  context.strokeStyle = theme.color('rule');
  context.fillStyle = theme.color('quiet');
  context.font = `11px ${theme.font}`;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (const tick of timeTicks(range, width)) strokeLine(context, [x(tick), topPx], [x(tick), bottom]);
  for (const tick of valueTicks(map)) {
    const at = y(tick);
    strokeLine(context, [left, at], [left + width, at]);
    if (at > top + 4) context.fillText(formatDuration(tick), left - 6, Math.min(at, bottom - 5));
  }
  strokeLine(context, [left, bottom], [left + width, bottom]);
  context.fillText('no answer', left - 6, topPx + laneHeightPx / 2, left - 8);
  strokeLine(context, [left, top - laneGapPx], [left + width, top - laneGapPx]);
}

function drawColumn(plot: Plot, { map, theme, classes }: HeatChartOptions, column: HeatColumn): void {
  const { context, x, y } = plot;
  // Neighbours meet on whole pixels: elsewhere their seams would show as stripes.
  const [from, to] = [wholePixel(x(column.fromMs)), wholePixel(x(column.toMs))];
  const width = Math.max(1 / devicePixelRatio, to - from);
  column.answers.forEach((count, row) => {
    if (count === 0) return;
    const [top, bottom] = [wholePixel(y(map.edgesMs[row + 1] ?? 1)), wholePixel(y(map.edgesMs[row] ?? 1))];
    context.fillStyle = theme.color(heatColor(classOf(count, classes), classes.length));
    context.fillRect(from, top, width, bottom - top);
  });
  if (column.unanswered === 0) return;
  const due = column.answers.reduce((total, count) => total + count, column.unanswered);
  context.globalAlpha = faintest + (1 - faintest) * (column.unanswered / due);
  context.fillStyle = theme.color('outage');
  context.fillRect(from, topPx, width, laneHeightPx);
  context.globalAlpha = 1;
}

function wholePixel(px: number): number {
  return Math.round(px * devicePixelRatio) / devicePixelRatio;
}

/** Name of a class's colour: few classes take colours from the whole ramp. */
export function heatColor(position: number, classes: number): string {
  const steps = 7;
  return `heat-${classes < 2 ? steps : 1 + Math.round((position / (classes - 1)) * (steps - 1))}`;
}

function drawFaults(
  { left, width }: Plot,
  { faults, range }: HeatChartOptions,
  draw: (fromMs: number, toMs: number) => void,
): void {
  if (width <= 0 || left < 0) return;
  for (const { fromMs, toMs } of faults) if (toMs >= range.fromMs && fromMs <= range.toMs) draw(fromMs, toMs);
}

function fillSpan({ context, left, width, bottom, x }: Plot, fromMs: number, toMs: number, color: string): void {
  const [from, to] = [Math.max(left, x(fromMs)), Math.min(left + width, x(toMs))];
  context.fillStyle = color;
  context.fillRect(from, topPx, Math.max(0, to - from), bottom - topPx);
}

function drawInstant({ context, bottom, x }: Plot, theme: Theme, timeMs: number, dash: number[]): void {
  context.strokeStyle = theme.color('fault');
  context.setLineDash(dash);
  strokeLine(context, [x(timeMs), topPx], [x(timeMs), bottom]);
  context.setLineDash([]);
}

function strokeLine(
  context: CanvasRenderingContext2D,
  [fromX, fromY]: readonly [number, number],
  [toX, toY]: readonly [number, number],
): void {
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(fromX, fromY);
  context.lineTo(toX, toY);
  context.stroke();
}

/** Powers of ten; where the rows span hardly one, also twice and five times of them. */
function valueTicks({ edgesMs }: HeatMap): readonly number[] {
  const [low, high] = [edgesMs[0] ?? 1, edgesMs.at(-1) ?? 10];
  const exponents = Array.from({ length: 14 }, (_each, index) => index - 6);
  const within = (factors: readonly number[]): readonly number[] =>
    exponents
      .flatMap((exponent) => factors.map((factor) => factor * 10 ** exponent))
      .filter((tick) => tick >= low * 0.999 && tick <= high * 1.001);
  const decades = within([1]);
  return decades.length > 1 ? decades : within([1, 2, 5]);
}
