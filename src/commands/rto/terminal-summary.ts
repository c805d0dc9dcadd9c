/** The summary that ends a study in the terminal: verdict, every repetition, what they say together, and the sentence to quote. */
import { formatMeasured } from '../../kit/format.js';
import type { FaultFindings, RtoRecord } from '../../model/rto.js';
import { painted, tableOf, type Page } from '../../catalog/reporters/terminal/page.js';
import { verdictWords } from '../../catalog/reporters/words/status.js';
import { plainText as clean, wrapText as wrap } from '../../catalog/reporters/words/wrap.js';
import { endOfSummary, joinSections, sentenceList, summaryPage, type SummaryOptions } from '../study/summary-page.js';
import {
  conclusiveOnes,
  healOutagesOf,
  lossOf,
  phaseOf,
  recoveryTimesOf,
  verdictOf,
  victimsOf,
} from './repetition-words.js';

export function terminalSummary(record: RtoRecord, options: SummaryOptions): string {
  const page = summaryPage(options);
  const { findings } = record;
  const folder = {
    what: 'Study',
    file: 'rto.html',
    beside:
      record.pooled === undefined
        ? 'with rto.md, and a report for each repetition, beside it'
        : 'with rto.md and rto.json beside it',
    directory: options.directory,
  };
  return joinSections([
    record.isSimulated ? page.paint.warm('SIMULATED: no real database took part in this study.') : '',
    headOf(record, page),
    tableOfRepetitions(record, page),
    findings.faults.map((each) => faultLine(each, findings.grade.grade, page)).join('\n'),
    sentenceList('It can be said:', findings.can, page),
    sentenceList('It cannot be said:', findings.cannot, page),
    page.paint.strong(wrap(clean(findings.quote), page.columns)),
    endOfSummary(folder, findings, page),
  ]);
}

function headOf({ scenario, findings }: RtoRecord, page: Page): string {
  const verdict = painted(verdictWords[findings.verdict], page, true);
  const head = `${verdict}  ${page.paint.strong(clean(scenario.name))}, ${conclusiveOnes(findings.conclusive)}`;
  return [head, ...findings.reasons.map((reason) => wrap(clean(reason), page.columns, '  '))].join('\n');
}

function tableOfRepetitions({ repetitions }: RtoRecord, page: Page): string {
  if (repetitions.length === 0) return '';
  const rows = repetitions.map((each) => [
    String(each.variation.repetition),
    clean(victimsOf(each)),
    phaseOf(each),
    clean(recoveryTimesOf(each)),
    healOutagesOf(each),
    lossOf(each),
    painted(verdictOf(each), page),
  ]);
  const head = ['#', 'victim', 'phase', 'recovery time', 'heal outage', 'lost', 'verdict'];
  return tableOf(page, [5, null, 11, 18, 16, 9, 16], rows, head);
}

function faultLine(finding: FaultFindings, grade: string, page: Page): string {
  const { fault, maximum, median, medianInterval, count, censored } = finding;
  const unseen = censored === 0 ? '' : ` (${censored} not seen to end)`;
  const interval =
    medianInterval === null
      ? 'no interval at this number of repetitions'
      : `between ${formatMeasured(medianInterval.lower)} and ${formatMeasured(medianInterval.upper)}`;
  const text = `${clean(fault)}: longest ${formatMeasured(maximum)} of ${count}${unseen}, evidence grade ${grade}; median ${formatMeasured(median)}, ${interval}.`;
  return wrap(text, page.columns);
}
