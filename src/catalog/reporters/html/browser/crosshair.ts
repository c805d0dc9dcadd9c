/** One crosshair through all panels, moved by pointer or arrow keys, that always stands on a whole step. */
import type { RangeStore } from './range.js';
import { stepAt, type Columns } from './series.js';

export interface CrosshairOptions {
  readonly root: HTMLElement;
  readonly line: HTMLElement;
  readonly columns: () => Columns;
  readonly range: RangeStore;
  readonly plot: () => { readonly left: number; readonly width: number };
  readonly onMove: (index: number) => void;
}

export interface Crosshair {
  /** Nobody has pointed at anything yet. */
  isIdle(): boolean;
  /** Time under the crosshair, the middle of the window when there is none. */
  timeMs(): number;
  place(): void;
}

const stepsWithShift = 10;
const zoomFactor = 2;

export function createCrosshair(options: CrosshairOptions): Crosshair {
  const { root, line, range, plot } = options;
  let index = -1;
  const centerMs = (): number => {
    const { startMs, stepMs } = options.columns();
    return startMs + (index + 0.5) * stepMs;
  };
  const place = (): void => {
    const { fromMs, toMs } = range.get();
    const share = (centerMs() - fromMs) / (toMs - fromMs);
    line.hidden = index < 0 || share < 0 || share > 1;
    if (line.hidden) return;
    const { left, width } = plot();
    line.style.left = `${left + share * width}px`;
    line.classList.toggle('flipped', share > 0.8);
  };
  const moveTo = (next: number): void => {
    index = Math.min(options.columns().count - 1, Math.max(0, next));
    place();
    options.onMove(index);
  };
  const timeMs = (): number => (index < 0 ? (range.get().fromMs + range.get().toMs) / 2 : centerMs());
  root.addEventListener('pointermove', (event) => {
    const { left, width } = plot();
    const share = (event.clientX - root.getBoundingClientRect().left - left) / width;
    if (share < 0 || share > 1) return;
    const { fromMs, toMs } = range.get();
    moveTo(stepAt(options.columns(), fromMs + share * (toMs - fromMs)));
  });
  root.addEventListener('keydown', (event) => {
    if (event.target !== root || event.ctrlKey || event.altKey || event.metaKey) return;
    const columns = options.columns();
    const here = index < 0 ? stepAt(columns, timeMs()) : index;
    const next = nextStep(event, here, columns.count);
    if (next !== null) moveTo(next);
    else if (event.key === '+' || event.key === '=') zoom(range, timeMs(), 1 / zoomFactor);
    else if (event.key === '-') zoom(range, timeMs(), zoomFactor);
    else return;
    event.preventDefault();
    followIntoView(range, timeMs());
  });
  range.onChange(place);
  return { isIdle: () => index < 0, timeMs, place };
}

function nextStep({ key, shiftKey }: KeyboardEvent, index: number, count: number): number | null {
  const stride = shiftKey ? stepsWithShift : 1;
  switch (key) {
    case 'ArrowLeft':
      return index - stride;
    case 'ArrowRight':
      return index + stride;
    case 'PageUp':
      return index - Math.ceil(count / 10);
    case 'PageDown':
      return index + Math.ceil(count / 10);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}

function zoom(range: RangeStore, aroundMs: number, factor: number): void {
  const { fromMs, toMs } = range.get();
  range.set({ fromMs: aroundMs - (aroundMs - fromMs) * factor, toMs: aroundMs + (toMs - aroundMs) * factor });
}

/** Keys may lead the crosshair out of a zoomed window: the window follows. */
function followIntoView(range: RangeStore, timeMs: number): void {
  const { fromMs, toMs } = range.get();
  if (timeMs >= fromMs && timeMs <= toMs) return;
  const half = (toMs - fromMs) / 2;
  range.set({ fromMs: timeMs - half, toMs: timeMs + half });
}
