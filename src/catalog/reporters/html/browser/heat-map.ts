/** The heat map among the panels: its legend, its values under the crosshair, its drawing for the visible range. */
import { formatCount, formatDuration } from '../../../../kit/format.js';
import type { HeatMap } from '../../../../model/heat-map.js';
import { drawHeatChart, heatColor, rowAt } from './heat-chart.js';
import { classesOf, type HeatColumn } from './heat-cells.js';
import { heatTable } from './heat-table.js';
import { cellWords, columnWords } from './heat-words.js';
import type { Frame } from './panel-options.js';
import { enableTable } from './range-table.js';
import type { RangeStore } from './range.js';
import type { Facts } from './series.js';
import { readTheme } from './theme.js';

export interface HeatPanel {
  /** Draws with the colours, the size and the range of now. */
  draw(): void;
  /** Shows what the column at an instant holds, and tells it in words. */
  tell(timeMs: number): string;
}

export interface HeatPanelOptions {
  readonly root: HTMLElement;
  readonly table: HTMLDetailsElement | null;
  readonly facts: Pick<Facts, 'heatMap' | 'faults'>;
  readonly range: RangeStore;
  readonly frame: () => Frame;
}

const classesMax = 7;

/** Null where the page has no heat map. */
export function createHeatPanel({ root, table, facts, range, frame }: HeatPanelOptions): HeatPanel | null {
  const figure = root.querySelector<HTMLElement>('[data-panel="heat"]');
  const canvas = figure?.querySelector('canvas');
  const host = figure?.querySelector<HTMLElement>('.keys');
  const { heatMap: map, faults } = facts;
  if (!figure || !canvas || !host || !table || map === null) return null;
  const classes = classesOf(map, classesMax);
  const swatches = classes.map((lowest) => legendStep(lowest));
  const values = document.createElement('output');
  host.replaceChildren(...swatches.map(({ step }) => step), legendUnit(map), values);
  host.classList.add('heat-legend');
  enableTable(table, range, () => heatTable(map, range));
  let row: number | null = null;
  let shownMs = 0;
  const tell = (timeMs: number): string => {
    shownMs = timeMs;
    const column = columnAt(map, timeMs);
    values.textContent = row === null ? columnWords(map, column) : cellWords(map, column, row);
    return columnWords(map, column);
  };
  const pointAt = (next: number | null): void => {
    row = next;
    tell(shownMs);
  };
  // The crosshair hears of the pointer later, on the way up: it then tells the row that is known by now.
  canvas.addEventListener('pointermove', (event) => pointAt(rowAt(canvas, map, event.offsetY)));
  canvas.addEventListener('pointerleave', () => pointAt(null));
  return {
    draw: () => {
      const theme = readTheme();
      swatches.forEach(({ swatch }, position) => {
        swatch.style.backgroundColor = theme.color(heatColor(position, classes.length));
      });
      drawHeatChart({ canvas, map, faults, frame: frame(), range: range.get(), theme, classes });
    },
    tell,
  };
}

function columnAt(map: HeatMap, timeMs: number): HeatColumn {
  const at = Math.min(map.answers.length - 1, Math.max(0, Math.floor(timeMs / map.columnMs)));
  return {
    fromMs: at * map.columnMs,
    toMs: (at + 1) * map.columnMs,
    answers: map.answers[at] ?? [],
    unanswered: map.unanswered[at] ?? 0,
  };
}

function legendStep(lowest: number): { readonly step: HTMLElement; readonly swatch: HTMLElement } {
  const step = document.createElement('span');
  step.className = 'heat-step';
  const swatch = document.createElement('span');
  swatch.className = 'swatch heat';
  step.append(swatch, formatCount(lowest));
  return { step, swatch };
}

function legendUnit({ columnMs }: HeatMap): HTMLElement {
  const unit = document.createElement('span');
  unit.className = 'quiet';
  unit.textContent = `or more answers in ${formatDuration(columnMs)}`;
  return unit;
}
