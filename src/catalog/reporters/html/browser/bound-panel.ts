/** Binds one panel to its place in the page: a chart with its keys, or a sentence where there is nothing to draw. */
import { createKeys, type Keys } from './keys.js';
import { createPanelChart, updatePanelChart, type LineChart } from './panel-chart.js';
import type { Frame, PanelChartOptions } from './panel-options.js';
import type { Panel } from './panels.js';
import type { Range } from './range.js';
import type { TimelineSource } from './series.js';
import { readTheme, type Theme } from './theme.js';

export interface PanelSite {
  readonly root: HTMLElement;
  readonly source: TimelineSource;
  readonly frame: () => Frame;
  readonly range: () => Range;
}

export interface BoundPanel {
  readonly panel: Panel;
  /** What it is made of: another one needs another chart. */
  readonly signature: string;
  /** Null while the panel is a sentence. */
  readonly keys: Keys | null;
  draw(): void;
  /** With the colours of now. */
  recolor(): void;
  dispose(): void;
}

export function signatureOf(panel: Panel, source: TimelineSource): string {
  const columns = source.columns();
  const isEmpty = panel.series.every(({ column }) =>
    columns.get(column).every((value) => value === null || value === 0),
  );
  return isEmpty ? '' : panel.series.map(({ column }) => column).join(' ');
}

/** Null where the page has no place for it. */
export function bindPanel(panel: Panel, { root, source, frame, range }: PanelSite): BoundPanel | null {
  const figure = root.querySelector<HTMLElement>(`[data-panel="${panel.id}"]`);
  const canvas = figure?.querySelector('canvas');
  const host = figure?.querySelector<HTMLElement>('.keys');
  if (!figure || !canvas || !host) return null;
  const signature = signatureOf(panel, source);
  figure.classList.toggle('empty', signature === '');
  if (signature === '') {
    host.textContent = panel.none;
    return { panel, signature, keys: null, draw: nothing, recolor: nothing, dispose: nothing };
  }
  return drawn(panel, signature, { host, options: { canvas, panel, source, frame, range } });
}

function nothing(): void {}

interface Place {
  readonly host: HTMLElement;
  readonly options: PanelChartOptions;
}

function drawn(panel: Panel, signature: string, { host, options }: Place): BoundPanel {
  let theme: Theme = readTheme();
  let chart: LineChart = createPanelChart(options, theme);
  const draw = (): void => updatePanelChart(chart, options, theme);
  const keys = createKeys(host, panel, (index, isShown) => {
    chart.setDatasetVisibility(index, isShown);
    draw();
  });
  keys.recolor(theme);
  return {
    panel,
    signature,
    keys,
    draw,
    recolor: () => {
      const hidden = chart.data.datasets.map((_dataset, index) => !chart.isDatasetVisible(index));
      chart.destroy();
      theme = readTheme();
      chart = createPanelChart(options, theme);
      keys.recolor(theme);
      hidden.forEach((isHidden, index) => chart.setDatasetVisibility(index, !isHidden));
    },
    dispose: () => chart.destroy(),
  };
}
