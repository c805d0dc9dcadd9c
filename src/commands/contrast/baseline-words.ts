/** What baselines there are, and what one of them holds, in words and tables. */
import { plainText as clean } from '../../catalog/reporters/words/wrap.js';
import { tableOf } from '../../catalog/reporters/terminal/page.js';
import { indicatorParts } from '../../kit/parse-indicator.js';
import { counted } from '../../kit/format.js';
import { formatFigure } from '../../kit/format-figure.js';
import { metricNamed } from '../../model/metric.js';
import { figureValue, type Baseline } from '../../model/sample.js';
import { baselineNames, findBaseline } from '../../scenario/baselines/find-baseline.js';
import { medianOf } from '../../statistics/median.js';
import { summaryPage } from '../study/summary-page.js';

export function listBaselines(folder: string, isJson: boolean): string {
  const found = baselineNames(folder).map((name) => ({ name, ...findBaseline(name, folder) }));
  if (isJson) {
    const list = found.map((each) => {
      if (!each.ok) return { name: each.name, problem: each.message };
      return { name: each.name, scenario: each.baseline.scenario['name'] ?? '', runs: each.baseline.runs.length };
    });
    return `${JSON.stringify(list, null, 2)}\n`;
  }
  if (found.length === 0) return `There is no baseline in ${folder}/ yet: paystorm baseline save NAME last\n`;
  const lines = found.map((each) =>
    each.ok
      ? `${each.name}: ${each.baseline.scenario['name'] ?? ''}, ${counted(each.baseline.runs.length, 'run')}`
      : `${each.name}: ${each.message}`,
  );
  return `${lines.map(clean).join('\n')}\n`;
}

export function describeBaseline(
  name: string,
  { scenario, environment, runs, toolVersion }: Baseline,
  terminal: { readonly hasColor: boolean; readonly columns: number },
): string {
  const page = summaryPage({ ...terminal, directory: '' });
  const keys = [...new Set(runs.flatMap(({ measures }) => Object.keys(measures.figures)))];
  const rows = keys
    .filter((key) => !indicatorParts(key).isTagged)
    .map((key) => {
      const { metric } = indicatorParts(key);
      const values = runs.flatMap(({ measures }) => measures.figures[key] ?? []).map(figureValue);
      const unit = metricNamed(metric)?.unit ?? 'count';
      const range = `${formatFigure(Math.min(...values), unit)} to ${formatFigure(Math.max(...values), unit)}`;
      return [clean(key), formatFigure(medianOf(values), unit), values.length === 1 ? '' : range];
    });
  const head = [
    `${page.paint.strong(clean(name))}: ${clean(scenario['name'] ?? '')}, ${counted(runs.length, 'run')}`,
    `paystorm ${clean(toolVersion)} · ${clean(environment['servers.version'] ?? '')} · ${clean(environment['machine.cpu'] ?? '')}`,
  ];
  return `${[...head, '', tableOf(page, [42, 14, 24], rows, ['figure', 'median', 'of the runs'])].join('\n')}\n`;
}
