/** The time axis: round instants for the grid of every panel and the labels under the last one. */
import { formatClock } from '../../../../kit/format.js';
import type { Range } from './range.js';

/** Lengths between ticks that people count in, from a tenth of a second to an hour. */
const stepsMs = [100, 200, 500, 1e3, 2e3, 5e3, 10e3, 15e3, 30e3, 60e3, 120e3, 300e3, 600e3, 900e3, 1_800e3, 3_600e3];
const pixelsPerTick = 90;

export function timeTicks({ fromMs, toMs }: Range, widthPx: number): readonly number[] {
  const wanted = (toMs - fromMs) / Math.max(2, widthPx / pixelsPerTick);
  const stepMs = stepsMs.find((step) => step >= wanted) ?? 3_600e3;
  const ticks: number[] = [];
  for (let tick = Math.ceil(fromMs / stepMs) * stepMs; tick <= toMs; tick += stepMs) ticks.push(tick);
  return ticks;
}

export function tickLabel(timeMs: number, { fromMs, toMs }: Range): string {
  return formatClock(timeMs, toMs - fromMs < 8_000 ? 1 : 0);
}

export function drawAxis(svg: SVGElement, range: Range): void {
  const widthPx = svg.getBoundingClientRect().width;
  const labels = timeTicks(range, widthPx).map((tick) => {
    const text = document.createElementNS('http://www.w3.org/2000/svg', 'text');
    const share = (tick - range.fromMs) / (range.toMs - range.fromMs);
    text.setAttribute('x', `${(share * 100).toFixed(2)}%`);
    text.setAttribute('y', '13');
    text.setAttribute('text-anchor', share < 0.02 ? 'start' : share > 0.98 ? 'end' : 'middle');
    text.textContent = tickLabel(tick, range);
    return text;
  });
  svg.replaceChildren(...labels);
}
