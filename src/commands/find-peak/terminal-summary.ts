/** The summary that ends a search in the terminal: the sentence, the curve as a table and as bars, the knee, and what to know of it. */
import { formatNumber } from '../../kit/format.js';
import type { PeakRecord, PeakStep } from '../../model/peak.js';
import { painted, tableOf, type Page } from '../../catalog/reporters/terminal/page.js';
import { verdictWords } from '../../catalog/reporters/words/status.js';
import { plainText as clean, wrapText as wrap } from '../../catalog/reporters/words/wrap.js';
import { endOfSummary, joinSections, sentenceList, summaryPage, type SummaryOptions } from '../study/summary-page.js';
import { curveChart } from './curve-chart.js';
import { byRate, goodputOf, kindOf, lagOf, rateOf, shortWhyOf, statusOf, waitedOf } from './step-words.js';

export function terminalSummary(record: PeakRecord, options: SummaryOptions): string {
  const page = summaryPage(options);
  const { findings } = record;
  const folder = {
    what: 'Search',
    file: 'peak.md',
    beside: 'with a report for each step beside it',
    directory: options.directory,
  };
  return joinSections([
    record.isSimulated ? page.paint.warm('SIMULATED: no real database took part in this search.') : '',
    headOf(record, page),
    curveTable(record, page),
    chartOf(record, page),
    wrap(kneeSentence(record), page.columns),
    sentenceList('To know:', findings.cautions, page),
    endOfSummary(folder, findings, page),
  ]);
}

/** What the knee of the curve is, or why there is none to see. */
export function kneeSentence({ findings, steps, noun }: PeakRecord): string {
  if (steps.length === 0) return '';
  const { kneePerSecond } = findings;
  if (kneePerSecond === null)
    return 'No knee seen: the 99th percentile does not bend, or fewer than four rates were measured.';
  return `The knee: from ${formatNumber(kneePerSecond)} ${noun}/s on, the 99th percentile bends up.`;
}

function headOf({ scenario, findings }: PeakRecord, page: Page): string {
  const verdict = painted(verdictWords[findings.verdict], page, true);
  const head = `${verdict}  ${page.paint.strong(clean(scenario.name))}, search for its peak`;
  return [head, page.paint.strong(wrap(clean(findings.sentence), page.columns))].join('\n');
}

function curveTable({ steps }: PeakRecord, page: Page): string {
  if (steps.length === 0) return '';
  const rows = byRate(steps).map((step) => [
    rateOf(step),
    kindOf(step),
    goodputOf(step),
    waitedOf(step.responseTimeMsP50),
    waitedOf(step.responseTimeMsP99),
    lagOf(step),
    verdictCell(step, page),
  ]);
  return tableOf(page, [11, 6, 11, 10, 10, 10, null], rows, [
    'rate',
    '',
    'goodput',
    'p50',
    'p99',
    'lag p99',
    'verdict',
  ]);
}

function verdictCell(step: PeakStep, { paint }: Page): string {
  const { icon, tone } = statusOf(step);
  return paint[tone](clean(`${icon} ${shortWhyOf(step)}`));
}

function chartOf(record: PeakRecord, page: Page): string {
  const chart = curveChart(record, page.columns);
  return chart === '' ? '' : [page.paint.quiet('p99 over the rate (the worst at each)'), chart].join('\n');
}
