/** Draws the planned rate over time with block characters, its phases and its faults below, so that a story can be seen before it is played. */
import { formatClock } from '../kit/format.js';
import { peakOf, rateAt } from '../kit/rate-curve.js';
import { printRate } from '../kit/rate-literal.js';
import type { Plan } from '../model/plan.js';
import type { RateSegment } from '../model/rate.js';
import { faultLanes, phaseStrip } from './draw-lanes.js';

/** With the indentation of a section, 80 columns. */
const widthMax = 78;
const rows = 6;
const blocks = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const levels = blocks.length - 1;
/** From the start of one time to the start of the next: room for 10:00:00 and some air. */
const columnsPerTime = 13;

/** Lines of at most 78 columns. A column is as high as the rate gets within it, so that no peak is lost. */
export function drawRate(plan: Plan): readonly string[] {
  const { segments, durationMs } = plan;
  const top = peakOf(segments).perSecond;
  if (top === 0 || durationMs === 0) return [];
  const labels = [printRate(Number(top.toPrecision(3))), printRate(Number((top / 2).toPrecision(3))), '0/s'];
  const gutter = Math.max(...labels.map((label) => label.length)) + 1;
  const width = widthMax - gutter - 1;
  const heights = columnPeaks(segments, durationMs, width).map((rate) => heightOf(rate, top));
  const labelled = new Map([
    [0, labels[0]],
    [rows / 2, labels[1]],
  ]);
  const bars = Array.from({ length: rows }, (_unused, row) => {
    const label = (labelled.get(row) ?? '').padStart(gutter - 1);
    const below = (rows - 1 - row) * levels;
    return `${label} │${heights.map((height) => blocks[clamp(height - below)]).join('')}`;
  });
  const margin = ' '.repeat(gutter + 1);
  const lanes = [phaseStrip(plan, width), ...faultLanes(plan, width)].map((lane) => margin + lane);
  return [
    ...bars,
    `${'0/s'.padStart(gutter - 1)} └${axisOf(width)}`,
    margin + timesOf(durationMs, width),
    ...lanes,
  ].map((line) => line.trimEnd());
}

/** The highest rate within each of equally long stretches. */
function columnPeaks(segments: readonly RateSegment[], durationMs: number, width: number): readonly number[] {
  const peaks = Array.from({ length: width }, () => 0);
  const columnMs = durationMs / width;
  for (const segment of segments) {
    const last = Math.min(width - 1, Math.ceil(segment.endMs / columnMs) - 1);
    for (let column = Math.floor(segment.startMs / columnMs); column <= last; column += 1) {
      const fromMs = Math.max(segment.startMs, column * columnMs);
      const toMs = Math.min(segment.endMs, (column + 1) * columnMs);
      peaks[column] = Math.max(peaks[column] as number, rateAt(segment, fromMs), rateAt(segment, toMs));
    }
  }
  return peaks;
}

/** In eighths of a row; what arrives at all is seen. */
function heightOf(rate: number, top: number): number {
  return rate === 0 ? 0 : Math.max(1, Math.round((rate / top) * rows * levels));
}

function clamp(height: number): number {
  return Math.min(levels, Math.max(0, height));
}

function tickColumns(width: number): readonly number[] {
  return Array.from({ length: Math.floor(width / columnsPerTime) + 1 }, (_unused, tick) => tick * columnsPerTime);
}

function axisOf(width: number): string {
  const ticks = new Set(tickColumns(width));
  return Array.from({ length: width }, (_unused, column) => (ticks.has(column) ? '┬' : '─')).join('');
}

/** Each time begins under its tick. */
function timesOf(durationMs: number, width: number): string {
  const decimals = (durationMs / width) * columnsPerTime < 1_000 ? 1 : 0;
  return tickColumns(width)
    .filter((column) => column + formatClock(durationMs, decimals).length <= width)
    .map((column) => formatClock((durationMs * column) / width, decimals).padEnd(columnsPerTime))
    .join('');
}
