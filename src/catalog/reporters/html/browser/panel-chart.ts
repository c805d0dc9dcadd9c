/** One panel of the timeline as a Chart.js chart: no legend, no tooltip, no animation; the timeline around it does the rest. */
import {
  Chart,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  type ChartConfiguration,
  type ChartDataset,
  type ScaleOptionsByType,
} from 'chart.js';
import annotation from 'chartjs-plugin-annotation';
import type { PageData } from '../page-data.js';
import { timeTicks } from './axis.js';
import { minMaxPoints, peakPoints, type Point } from './decimate.js';
import { endLabels } from './end-labels.js';
import type { Panel } from './panels.js';
import type { Range } from './range.js';
import type { Columns } from './series.js';
import type { Theme } from './theme.js';

Chart.register(LineController, LineElement, PointElement, LinearScale, LogarithmicScale, Filler, annotation);

export type LineChart = Chart<'line', Point[]>;

export interface Frame {
  readonly gutterPx: number;
  readonly endPx: number;
}

export interface PanelChartOptions {
  readonly canvas: HTMLCanvasElement;
  readonly panel: Panel;
  readonly page: PageData;
  readonly columns: Columns;
  readonly frame: () => Frame;
  readonly range: () => Range;
}

export function createPanelChart(options: PanelChartOptions, theme: Theme): LineChart {
  const { canvas, panel, frame } = options;
  const configuration: ChartConfiguration<'line', Point[]> = {
    type: 'line',
    data: { datasets: panel.series.map((_series, index) => datasetOf(options, theme, index)) },
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      parsing: false,
      normalized: true,
      events: [],
      layout: { padding: () => ({ left: 0, right: frame().endPx, top: 4, bottom: 1 }) },
      scales: { x: timeScale(options, theme), y: valueScale(options, theme) },
      plugins: {
        legend: { display: false },
        tooltip: { enabled: false },
        annotation: { annotations: faultMarks(options.page, theme) },
      },
    },
    plugins: [endLabels(theme, () => frame().endPx)],
  };
  return new Chart(canvas, configuration);
}

/** New points, limits and colours after a zoom, a resize or a change of theme; hidden series stay hidden. */
export function updatePanelChart(chart: LineChart, options: PanelChartOptions): void {
  const widthPx = Math.max(50, chart.chartArea?.width ?? options.canvas.clientWidth);
  const { fromMs, toMs } = options.range();
  const window = { fromMs, toMs, buckets: Math.ceil(widthPx) };
  chart.data.datasets.forEach((dataset, index) => {
    const values = options.columns.get(options.panel.series[index]?.column ?? '');
    dataset.data = options.panel.isStacked
      ? peakPoints(options.columns, values, window)
      : minMaxPoints(options.columns, values, window);
  });
  const x = chart.options.scales?.['x'];
  if (x !== undefined) Object.assign(x, { min: fromMs, max: toMs });
  chart.update('none');
}

function datasetOf({ panel }: PanelChartOptions, theme: Theme, index: number): ChartDataset<'line', Point[]> {
  const series = panel.series[index]!;
  const color = theme.color(series.color);
  return {
    label: series.label,
    data: [],
    borderColor: color,
    backgroundColor: series.isArea === true ? withAlpha(color, panel.isStacked ? 0.75 : 0.22) : color,
    borderWidth: series.width,
    borderDash: [...(series.dash ?? [])],
    fill: series.isArea === true ? (panel.isStacked ? 'stack' : 'origin') : false,
    stepped: 'before',
    pointRadius: 0,
    spanGaps: false,
    // The area of what was offered lies behind the lines of what was done.
    order: series.isArea === true && !panel.isStacked ? 10 : index,
  };
}

function timeScale({ range, canvas }: PanelChartOptions, theme: Theme): Partial<ScaleOptionsByType<'linear'>> {
  return {
    type: 'linear',
    min: range().fromMs,
    max: range().toMs,
    border: { display: false },
    grid: { color: theme.color('rule'), drawTicks: false },
    ticks: { display: false },
    afterBuildTicks: (scale: { ticks: { value: number }[] }) => {
      scale.ticks = timeTicks(range(), canvas.clientWidth).map((value) => ({ value }));
    },
  } as unknown as Partial<ScaleOptionsByType<'linear'>>;
}

function valueScale({ panel, frame }: PanelChartOptions, theme: Theme): Partial<ScaleOptionsByType<'linear'>> {
  const isDecade = (value: number): boolean => Math.abs(Math.log10(value) % 1) < 1e-6;
  return {
    type: panel.isLog ? 'logarithmic' : 'linear',
    stacked: panel.isStacked,
    beginAtZero: !panel.isLog,
    border: { display: false },
    grid: { color: theme.color('rule'), drawTicks: false },
    ticks: {
      maxTicksLimit: 5,
      padding: 6,
      color: theme.color('quiet'),
      font: { family: theme.font, size: 11 },
      callback: (value: number) => (panel.isLog && !isDecade(value) ? null : panel.write(value)),
    },
    afterBuildTicks: (scale: { ticks: { value: number }[] }) => {
      if (panel.isLog) scale.ticks = scale.ticks.filter(({ value }) => isDecade(value));
    },
    afterFit: (scale: { width: number }) => {
      scale.width = frame().gutterPx;
    },
  } as unknown as Partial<ScaleOptionsByType<'linear'>>;
}

/** Windows behind the lines, without border: on a thin window a border would hide the dip it explains. */
function faultMarks({ faults }: PageData, theme: Theme): Record<string, object> {
  const marks = faults.flatMap(({ fromMs, toMs }, index) => [
    [
      `window${index}`,
      {
        type: 'box',
        xMin: fromMs,
        xMax: toMs,
        backgroundColor: theme.color('fault-fill'),
        borderWidth: 0,
        drawTime: 'beforeDatasetsDraw',
      },
    ],
    [
      `inject${index}`,
      {
        type: 'line',
        xMin: fromMs,
        xMax: fromMs,
        borderColor: theme.color('fault'),
        borderWidth: 1,
        drawTime: 'beforeDatasetsDraw',
      },
    ],
    [
      `heal${index}`,
      {
        type: 'line',
        xMin: toMs,
        xMax: toMs,
        borderColor: theme.color('fault'),
        borderWidth: 1,
        borderDash: [3, 3],
        drawTime: 'beforeDatasetsDraw',
      },
    ],
  ]);
  return Object.fromEntries(marks) as Record<string, object>;
}

/** The style sheet writes colours as #rrggbb. */
function withAlpha(color: string, alpha: number): string {
  return `${color}${Math.round(alpha * 255)
    .toString(16)
    .padStart(2, '0')}`;
}
