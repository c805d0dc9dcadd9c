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
} from 'chart.js';
import annotation from 'chartjs-plugin-annotation';
import { minMaxPoints, peakPoints, stackPoints, type Point, type Window } from './decimate.js';
import { endLabels } from './end-labels.js';
import type { PanelChartOptions } from './panel-options.js';
import { decadesOf, timeScale, valueScale } from './panel-scales.js';
import type { Facts } from './series.js';
import type { Theme } from './theme.js';

Chart.register(LineController, LineElement, PointElement, LinearScale, LogarithmicScale, Filler, annotation);

export type LineChart = Chart<'line', Point[]>;

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
        annotation: { annotations: faultMarks(options.source.facts(), theme) },
      },
    },
    // Stacked areas mostly end at nothing, and a single series is named by its panel.
    plugins:
      panel.isStacked || panel.series.length < 2
        ? []
        : [endLabels(theme, () => frame().endPx, options.source.facts().loadEndMs)],
  };
  return new Chart(canvas, configuration);
}

/** New points, limits and marks after a zoom or a resize, or when the run has gone on; hidden series stay hidden. */
export function updatePanelChart(chart: LineChart, options: PanelChartOptions, theme: Theme): void {
  const widthPx = Math.max(50, chart.chartArea?.width ?? options.canvas.clientWidth);
  const { fromMs, toMs } = options.range();
  const window = { fromMs, toMs, buckets: Math.ceil(widthPx) };
  const points = pointsOf(options, window, (index) => chart.isDatasetVisible(index));
  chart.data.datasets.forEach((dataset, index) => {
    dataset.data = points[index] ?? [];
  });
  const x = chart.options.scales?.['x'];
  if (x !== undefined) Object.assign(x, { min: fromMs, max: toMs });
  const y = chart.options.scales?.['y'];
  if (y !== undefined && options.panel.isLog) Object.assign(y, decadesOf(options));
  const marks = chart.options.plugins?.annotation;
  if (marks !== undefined && options.source.isLive) marks.annotations = faultMarks(options.source.facts(), theme);
  chart.update('none');
}

function pointsOf(
  { panel, source }: PanelChartOptions,
  window: Window,
  isShown: (index: number) => boolean,
): Point[][] {
  const columns = source.columns();
  const lists = panel.series.map(({ column }) => columns.get(column));
  if (!panel.isStacked) return lists.map((values) => minMaxPoints(columns, values, window));
  return stackPoints(
    lists.map((values) => peakPoints(columns, values, window)),
    isShown,
  );
}

function datasetOf({ panel }: PanelChartOptions, theme: Theme, index: number): ChartDataset<'line', Point[]> {
  const series = panel.series[index]!;
  const color = theme.color(series.color);
  return {
    label: series.label,
    data: [],
    borderColor: color,
    backgroundColor: series.isArea === true && !panel.isStacked ? withAlpha(color, 0.22) : color,
    borderWidth: series.width,
    borderDash: [...(series.dash ?? [])],
    fill: series.isArea === true ? 'origin' : false,
    stepped: panel.isStacked ? false : 'before',
    pointRadius: 0,
    spanGaps: false,
    // The area of what was offered lies behind the lines of what was done; of stacked areas the lowest is painted last.
    order: series.isArea === true && !panel.isStacked ? 10 : index,
  };
}

/** Windows behind the lines, without border: on a thin window a border would hide the dip it explains. */
function faultMarks({ faults }: Facts, theme: Theme): Record<string, object> {
  const marks = faults.flatMap(({ fromMs, toMs, isOpen = false }, index) => [
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
    ...(isOpen ? [] : [healMark(`heal${index}`, toMs, theme)]),
  ]);
  return Object.fromEntries(marks) as Record<string, object>;
}

function healMark(name: string, atMs: number, theme: Theme): [string, object] {
  return [
    name,
    {
      type: 'line',
      xMin: atMs,
      xMax: atMs,
      borderColor: theme.color('fault'),
      borderWidth: 1,
      borderDash: [3, 3],
      drawTime: 'beforeDatasetsDraw',
    },
  ];
}

/** The style sheet writes colours as #rrggbb. */
function withAlpha(color: string, alpha: number): string {
  return `${color}${Math.round(alpha * 255)
    .toString(16)
    .padStart(2, '0')}`;
}
