/** Moves the segments of strips and lanes to the visible stretch; their width stays true, and a label shows only where it fits. */
import type { Range } from './range.js';

const visiblePixelsMin = 1.5;
const letterPixels = 6.6;
const labelPaddingPx = 10;

export function placeSegments(root: HTMLElement, { fromMs, toMs }: Range): void {
  for (const track of root.querySelectorAll<SVGSVGElement>('svg.track')) {
    const widthPx = track.getBoundingClientRect().width;
    for (const segment of track.querySelectorAll<SVGSVGElement>('svg.segment')) {
      const start = ((Number(segment.dataset['from']) - fromMs) / (toMs - fromMs)) * widthPx;
      const end = ((Number(segment.dataset['to']) - fromMs) / (toMs - fromMs)) * widthPx;
      const [left, right] = [Math.max(0, start), Math.min(widthPx, end)];
      const isVisible = end > 0 && start < widthPx;
      const width = Math.max(visiblePixelsMin, right - left);
      segment.toggleAttribute('hidden', !isVisible);
      segment.setAttribute('x', left.toFixed(2));
      segment.setAttribute('width', width.toFixed(2));
      placeLabel(segment, width);
    }
  }
}

function placeLabel(segment: SVGSVGElement, widthPx: number): void {
  const text = segment.querySelector('text');
  if (text === null) return;
  text.toggleAttribute('hidden', (text.textContent?.length ?? 0) * letterPixels + labelPaddingPx > widthPx);
}

/** The state word of a lane at an instant; what is drawn last covers what is below. */
export function stateAt(lane: Element, timeMs: number): string {
  const segments = [...lane.querySelectorAll<SVGSVGElement>('svg.segment:not(.probe-outage)')];
  const at = segments.filter(
    (segment) => Number(segment.dataset['from']) <= timeMs && timeMs < Number(segment.dataset['to']),
  );
  return at.at(-1)?.querySelector('title')?.textContent ?? 'unknown';
}
