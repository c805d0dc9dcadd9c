/** Zooming: drag across the panels, buttons for each fault, double-click or Escape for the whole run. */
import type { PageData } from '../page-data.js';
import type { RangeStore } from './range.js';

export interface ZoomOptions {
  readonly root: HTMLElement;
  readonly selection: HTMLElement;
  readonly range: RangeStore;
  readonly plot: () => { readonly left: number; readonly width: number };
}

const dragPixelsMin = 6;

export function enableZoom({ root, selection, range, plot }: ZoomOptions): void {
  let startPx: number | null = null;
  const positionOf = (event: PointerEvent): number => {
    const { left, width } = plot();
    const x = event.clientX - root.getBoundingClientRect().left - left;
    return Math.min(width, Math.max(0, x));
  };
  const timeOf = (px: number): number => {
    const { fromMs, toMs } = range.get();
    return fromMs + (px / plot().width) * (toMs - fromMs);
  };
  root.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || (event.target as Element).closest('button, a, summary') !== null) return;
    startPx = positionOf(event);
    root.setPointerCapture(event.pointerId);
  });
  root.addEventListener('pointermove', (event) => {
    if (startPx === null) return;
    const here = positionOf(event);
    selection.hidden = Math.abs(here - startPx) < dragPixelsMin;
    selection.style.left = `${plot().left + Math.min(here, startPx)}px`;
    selection.style.width = `${Math.abs(here - startPx)}px`;
  });
  const end = (event: PointerEvent, isDone: boolean): void => {
    if (startPx === null) return;
    const [from, to] = [startPx, positionOf(event)];
    startPx = null;
    selection.hidden = true;
    if (isDone && Math.abs(to - from) >= dragPixelsMin) range.set({ fromMs: timeOf(from), toMs: timeOf(to) });
  };
  root.addEventListener('pointerup', (event) => end(event, true));
  root.addEventListener('pointercancel', (event) => end(event, false));
  root.addEventListener('dblclick', () => range.reset());
  root.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') range.reset();
  });
}

/** Buttons that show a fault with some time around it, and one that leads back. */
export function createZoomButtons(host: HTMLElement, { faults }: PageData, range: RangeStore): void {
  const buttons = faults.map(({ name, fromMs, toMs }) => {
    const margin = Math.max(2_000, (toMs - fromMs) * 0.35);
    return buttonOf(`Zoom to ${name}`, () => range.set({ fromMs: fromMs - margin, toMs: toMs + margin }));
  });
  const whole = buttonOf('Whole run', () => range.reset());
  whole.disabled = true;
  range.onChange(() => {
    whole.disabled = !range.isZoomed();
  });
  host.replaceChildren(...buttons, whole);
}

function buttonOf(text: string, onClick: () => void): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = text;
  button.addEventListener('click', onClick);
  return button;
}
