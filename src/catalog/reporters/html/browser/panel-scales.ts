/** The two axes of a panel: time without labels, because all panels share one; values with a fixed gutter, so that panels line up. */
import type { ScaleOptionsByType } from 'chart.js';
import { timeTicks } from './axis.js';
import type { PanelChartOptions } from './panel-options.js';
import type { Theme } from './theme.js';

export function timeScale({ range, canvas }: PanelChartOptions, theme: Theme): Partial<ScaleOptionsByType<'linear'>> {
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

export function valueScale(options: PanelChartOptions, theme: Theme): Partial<ScaleOptionsByType<'linear'>> {
  const { panel, frame } = options;
  return {
    type: panel.isLog ? 'logarithmic' : 'linear',
    beginAtZero: !panel.isLog,
    ...(panel.isLog ? decadesOf(options) : {}),
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

/** Whole decades around all values of the run, the same at every zoom: heights stay comparable. */
export function decadesOf({ panel, source }: PanelChartOptions): { readonly min: number; readonly max: number } {
  const columns = source.columns();
  let [low, high] = [Infinity, 0];
  for (const { column } of panel.series) {
    for (const value of columns.get(column)) {
      if (value === null || value <= 0) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  const exponent = Math.floor(Math.log10(low));
  return { min: 10 ** exponent, max: 10 ** Math.max(exponent + 1, Math.ceil(Math.log10(high))) };
}

function isDecade(value: number): boolean {
  return Math.abs(Math.log10(value) % 1) < 1e-6;
}
