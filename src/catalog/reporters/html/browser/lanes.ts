/** Moves the segments of strips and lanes to the visible stretch; their width stays true, and a label shows only where it fits. */
import type { Range } from './range.js';

const visiblePixelsMin = 1.5;
const letterPixels = 6.6;
const labelPaddingPx = 10;

export function placeSegments(root: HTMLElement, { fromMs, toMs }: Range): void {
  for (const track of root.querySelectorAll<SVGSVGElement>('svg.track')) {
    const widthPx = track.getBoundingClientRect().width;
    const pixelAt = (timeMs: string | undefined): number => ((Number(timeMs) - fromMs) / (toMs - fromMs)) * widthPx;
    const placed = [...track.querySelectorAll<SVGSVGElement>('svg.segment')].map((segment) => ({
      segment,
      start: pixelAt(segment.dataset['from']),
      end: pixelAt(segment.dataset['to']),
    }));
    for (const { segment, start, end } of placed) {
      const left = Math.max(0, start);
      const width = Math.max(visiblePixelsMin, Math.min(widthPx, end) - left);
      segment.toggleAttribute('hidden', !(end > 0 && start < widthPx));
      segment.setAttribute('x', left.toFixed(2));
      segment.setAttribute('width', width.toFixed(2));
      const next = placed.map((other) => other.start).filter((other) => other > start);
      placeLabel(segment, width, Math.min(widthPx, ...next) - left - width);
    }
  }
}

/** Within the segment where it fits, else behind it where nothing follows so soon, else not at all. */
function placeLabel(segment: SVGSVGElement, widthPx: number, roomBehindPx: number): void {
  const text = segment.querySelector('text');
  if (text === null) return;
  const neededPx = (text.textContent?.length ?? 0) * letterPixels + labelPaddingPx;
  const isBehind = neededPx > widthPx;
  segment.classList.toggle('labelled-behind', isBehind);
  text.setAttribute('x', String(isBehind ? widthPx + labelPaddingPx / 2 : labelPaddingPx / 2));
  text.toggleAttribute('hidden', isBehind && neededPx > roomBehindPx);
}

/** The state word of a lane at an instant; what is drawn last covers what is below. */
export function stateAt(lane: Element, timeMs: number): string {
  const segments = [...lane.querySelectorAll<SVGSVGElement>('svg.segment:not(.probe-outage)')];
  const at = segments.filter(
    (segment) => Number(segment.dataset['from']) <= timeMs && timeMs < Number(segment.dataset['to']),
  );
  return at.at(-1)?.querySelector('title')?.textContent ?? 'unknown';
}
