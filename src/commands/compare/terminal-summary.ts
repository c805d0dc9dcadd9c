/** The summary that ends a comparison in the terminal: a column for each variant, and why the verdict is what it is. */
import type { ComparisonRecord } from '../../model/comparison.js';
import { painted, tableOf, type Page } from '../../catalog/reporters/terminal/page.js';
import { verdictWords } from '../../catalog/reporters/words/status.js';
import { plainText as clean, wrapText as wrap } from '../../catalog/reporters/words/wrap.js';
import { endOfSummary, joinSections, summaryPage, type SummaryOptions } from '../study/summary-page.js';
import { headlineOf } from './headline.js';
import { meaningOf, measuresOf, oneRunEach } from './measures.js';

const nameWidth = 23;

export function terminalSummary(record: ComparisonRecord, options: SummaryOptions): string {
  const page = summaryPage(options);
  const { exitCode } = record.findings;
  const folder = {
    what: 'Comparison',
    file: 'comparison.html',
    beside: 'with comparison.md and a report for each variant beside it',
    directory: options.directory,
  };
  return joinSections([
    record.isSimulated ? page.paint.warm('SIMULATED: no real database took part in this comparison.') : '',
    headOf(record, page),
    tableOfRuns(record, page),
    wrap(clean(oneRunEach.replaceAll('`', '')), page.columns),
    endOfSummary(folder, { exitCode, meaning: meaningOf(exitCode) }, page),
  ]);
}

function headOf(record: ComparisonRecord, page: Page): string {
  const { scenario, setting, findings } = record;
  const verdict = painted(verdictWords[findings.verdict], page, true);
  const head = `${verdict}  ${page.paint.strong(clean(scenario.name))}, by ${clean(setting)}`;
  const headline = wrap(clean(headlineOf(record).join(' ')), page.columns);
  const reasons = findings.reasons.map((reason) => wrap(`- ${clean(reason)}`, page.columns));
  return joinSections([head, headline, reasons.join('\n')]).trimEnd();
}

function tableOfRuns({ runs }: ComparisonRecord, page: Page): string {
  if (runs.length === 0) return '';
  const width = Math.max(14, Math.floor((page.columns - nameWidth) / runs.length));
  const rows = measuresOf(runs).map(({ name, cell }) => [clean(name), ...runs.map((run) => clean(cell(run)))]);
  return tableOf(page, [nameWidth, ...runs.map(() => width)], rows, ['', ...runs.map(({ value }) => clean(value))]);
}
