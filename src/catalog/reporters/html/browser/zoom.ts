/** Zooming: drag across the panels, buttons for each fault, double-click or Escape for the whole run. */
import type { RangeStore } from './range.js';
import type { TimelineSource } from './series.js';

export interface ZoomOptions {
  readonly root: HTMLElement;
  readonly selection: HTMLElement;
  readonly range: RangeStore;
  readonly plot: () => { readonly left: number; readonly width: number };
}

const dragPixelsMin = 6;
const followed = [
  ['Last minute', 60_000],
  ['Last ten minutes', 600_000],
] as const;

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

/** Buttons that show a fault with some time around it, and one that leads back; in a run that goes on also some that follow it. Made anew when a fault comes. */
export function createZoomButtons(host: HTMLElement, { isLive, facts }: TimelineSource, range: RangeStore): () => void {
  let shown: string | null = null;
  const whole = buttonOf('Whole run', () => range.reset());
  const follow = (isLive ? followed : [])
    .filter(([, lengthMs]) => lengthMs * 1.5 < facts().durationMs)
    .map(([text, lengthMs]) => buttonOf(text, () => range.follow(lengthMs)));
  const tell = (): void => {
    whole.disabled = !range.isZoomed();
  };
  const renew = (): void => {
    const { faults } = facts();
    const names = JSON.stringify(faults.map(({ name }) => name));
    tell();
    if (names === shown) return;
    shown = names;
    host.replaceChildren(
      ...faults.map(({ name }) => buttonOf(`Zoom to ${name}`, () => zoomTo(name))),
      ...follow,
      whole,
    );
  };
  const zoomTo = (wanted: string): void => {
    const fault = facts().faults.find(({ name }) => name === wanted);
    if (fault === undefined) return;
    const margin = Math.max(2_000, (fault.toMs - fault.fromMs) * 0.35);
    range.set({ fromMs: fault.fromMs - margin, toMs: fault.toMs + margin });
  };
  range.onChange(tell);
  renew();
  return renew;
}

function buttonOf(text: string, onClick: () => void): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = text;
  button.addEventListener('click', onClick);
  return button;
}
