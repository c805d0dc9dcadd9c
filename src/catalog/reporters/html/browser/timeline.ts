/** The timeline: panels, strips, lanes, crosshair and zoom bound to one range of time. */
import { formatClock } from '../../../../kit/format.js';
import type { PageData } from '../page-data.js';
import { drawAxis } from './axis.js';
import { createCrosshair } from './crosshair.js';
import { createHeatPanel, type HeatPanel } from './heat-map.js';
import { createKeys, type Keys } from './keys.js';
import { placeSegments, stateAt } from './lanes.js';
import { createPanelChart, updatePanelChart, type LineChart } from './panel-chart.js';
import type { Frame, PanelChartOptions } from './panel-options.js';
import { panelsOf, type Panel } from './panels.js';
import { enableTable, rangeTable } from './range-table.js';
import { createRangeStore, type RangeStore } from './range.js';
import { columnsOf, type Columns } from './series.js';
import { readTheme } from './theme.js';
import { createZoomButtons, enableZoom } from './zoom.js';

const stepsShownMin = 8;

interface BoundPanel {
  readonly panel: Panel;
  readonly options: PanelChartOptions;
  readonly keys: Keys;
  chart: LineChart;
}

export interface Timeline {
  /** Draws everything again with the colours and sizes of now. */
  redraw(): void;
}

export function createTimeline(page: PageData): Timeline {
  const root = byId('timeline-chart');
  const columns = columnsOf(page);
  const range = createRangeStore(page.durationMs, page.stepMs * stepsShownMin);
  const panels = panelsOf(page).flatMap((panel) => bindPanel(root, panel, page, columns, range));
  const plot = (): { left: number; width: number } => {
    const { gutterPx, endPx } = frameOf(root);
    return { left: gutterPx, width: root.clientWidth - gutterPx - endPx };
  };
  const heat = createHeatPanel({
    root,
    table: byId('heat-table') as HTMLDetailsElement,
    page,
    range,
    frame: () => frameOf(root),
  });
  const crosshair = createCrosshair({
    root,
    line: byId('crosshair'),
    columns,
    range,
    plot,
    onMove: (index) => tell({ root, panels, heat, page, columns }, index),
  });
  enableZoom({ root, selection: byId('selection'), range, plot });
  createZoomButtons(byId('timeline-toolbar'), page, range);
  enableTable(byId('timeline-table') as HTMLDetailsElement, range, () =>
    rangeTable(
      panels.map(({ panel }) => panel),
      columns,
      range,
    ),
  );
  const draw = (): void => {
    for (const bound of panels) updatePanelChart(bound.chart, bound.options);
    heat?.draw();
    placeSegments(root, range.get());
    drawAxis(byId('timeline-axis') as unknown as SVGElement, range.get());
    crosshair.place();
  };
  range.onChange(draw);
  new ResizeObserver(draw).observe(root);
  return {
    redraw: () => {
      for (const bound of panels) renew(bound);
      draw();
    },
  };
}

/** A panel without any data becomes a sentence. */
function bindPanel(
  root: HTMLElement,
  panel: Panel,
  page: PageData,
  columns: Columns,
  range: RangeStore,
): readonly BoundPanel[] {
  const figure = root.querySelector<HTMLElement>(`[data-panel="${panel.id}"]`);
  const canvas = figure?.querySelector('canvas');
  const host = figure?.querySelector<HTMLElement>('.keys');
  if (!figure || !canvas || !host) return [];
  const isEmpty = panel.series.every(({ column }) =>
    columns.get(column).every((value) => value === null || value === 0),
  );
  if (isEmpty) {
    figure.classList.add('empty');
    host.textContent = panel.none;
    return [];
  }
  const options = { canvas, panel, page, columns, frame: () => frameOf(root), range: () => range.get() };
  const theme = readTheme();
  const toggle = (index: number, isShown: boolean): void => {
    bound.chart.setDatasetVisibility(index, isShown);
    updatePanelChart(bound.chart, options);
  };
  const bound: BoundPanel = {
    panel,
    options,
    chart: createPanelChart(options, theme),
    keys: createKeys(host, panel, toggle),
  };
  bound.keys.recolor(theme);
  return [bound];
}

function renew(bound: BoundPanel): void {
  const hidden = bound.chart.data.datasets.map((_dataset, index) => !bound.chart.isDatasetVisible(index));
  bound.chart.destroy();
  const theme = readTheme();
  bound.chart = createPanelChart(bound.options, theme);
  bound.keys.recolor(theme);
  hidden.forEach((isHidden, index) => bound.chart.setDatasetVisibility(index, !isHidden));
}

interface Told {
  readonly root: HTMLElement;
  readonly panels: readonly BoundPanel[];
  readonly heat: HeatPanel | null;
  readonly page: PageData;
  readonly columns: Columns;
}

/** Writes every value under the crosshair into the keys, the lanes and the readout. */
function tell({ root, panels, heat, page, columns }: Told, index: number): void {
  const timeMs = columns.startMs + index * columns.stepMs;
  for (const { keys } of panels) keys.show(index, (column, at) => columns.get(column)[at] ?? null);
  const nodes = [...root.querySelectorAll<HTMLElement>('.lane')].map((lane) => {
    const state = stateAt(lane, timeMs + columns.stepMs / 2);
    lane.querySelector('.state')!.textContent = state;
    return `${lane.dataset['node'] ?? ''} ${state}`;
  });
  const clock = formatClock(timeMs, columns.stepMs % 1000 === 0 ? 0 : 1);
  byId('crosshair').querySelector('output')!.textContent = clock;
  const phase = page.phases.find(({ fromMs, toMs }) => timeMs >= fromMs && timeMs < toMs)?.name;
  const faults = page.faults
    .filter(({ fromMs, toMs }) => timeMs + columns.stepMs > fromMs && timeMs < toMs)
    .map(({ name }) => `fault ${name}`);
  const where = [clock, ...(phase === undefined ? [] : [`phase ${phase}`]), ...faults].join(', ');
  const heatWords = heat === null ? [] : [heat.tell(timeMs)];
  byId('readout').textContent =
    `At ${where}: ${[...panels.map(({ keys }) => keys.sentence()), ...heatWords, ...nodes].join('; ')}.`;
}

function frameOf(root: HTMLElement): Frame {
  const style = getComputedStyle(root);
  return {
    gutterPx: Number.parseFloat(style.getPropertyValue('--gutter')),
    endPx: Number.parseFloat(style.getPropertyValue('--end')),
  };
}

function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`The page has no element "${id}".`);
  return element;
}
