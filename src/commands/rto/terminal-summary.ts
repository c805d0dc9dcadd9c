/** The summary that ends a study in the terminal: verdict, every repetition, what they say together, and the sentence to quote. */
import { formatMeasured } from '../../kit/format.js';
import { createPaint } from '../../kit/paint.js';
import type { FaultFindings, RtoRecord } from '../../model/rto.js';
import { painted, tableOf, type Page } from '../../catalog/reporters/terminal/page.js';
import { meaningOfExitCode, verdictWords } from '../../catalog/reporters/words/status.js';
import { plainText as clean, wrapText as wrap } from '../../catalog/reporters/words/wrap.js';
import { healOutagesOf, lossOf, phaseOf, recoveryTimesOf, verdictOf, victimsOf } from './repetition-words.js';

export interface SummaryOptions {
  readonly hasColor: boolean;
  readonly columns: number;
  /** Folder of the study as the user can open it. */
  readonly directory: string;
}

const columnsMin = 60;
const columnsMax = 120;

export function terminalSummary(record: RtoRecord, options: SummaryOptions): string {
  const columns = Math.min(columnsMax, Math.max(columnsMin, options.columns || 80));
  const page = { paint: createPaint(options.hasColor), columns };
  const { findings } = record;
  const sections = [
    record.isSimulated ? page.paint.warm('SIMULATED: no real database took part in this study.') : '',
    headOf(record, page),
    tableOfRepetitions(record, page),
    findings.faults.map((each) => faultLine(each, findings.grade.grade, page)).join('\n'),
    claimLines('It can be said:', findings.can, page),
    claimLines('It cannot be said:', findings.cannot, page),
    page.paint.strong(wrap(clean(findings.quote), columns)),
    endOf(record, page, options.directory),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function headOf({ scenario, findings }: RtoRecord, page: Page): string {
  const verdict = painted(verdictWords[findings.verdict], page, true);
  const head = `${verdict}  ${page.paint.strong(clean(scenario.name))}, ${countOf(findings.conclusive)}`;
  return [head, ...findings.reasons.map((reason) => wrap(clean(reason), page.columns, '  '))].join('\n');
}

function countOf(conclusive: number): string {
  return conclusive === 1 ? 'one conclusive repetition' : `${conclusive} conclusive repetitions`;
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

function claimLines(title: string, sentences: readonly string[], page: Page): string {
  if (sentences.length === 0) return '';
  const lines = sentences.map((sentence) => wrap(`- ${clean(sentence)}`, page.columns));
  return [page.paint.quiet(title), ...lines].join('\n');
}

function endOf({ findings }: RtoRecord, page: Page, directory: string): string {
  const folder = `Study: ${page.paint.accent(`${directory.replace(/\/$/u, '')}/rto.md`)}, with a report for each repetition beside it`;
  return [folder, wrap(`Exit code ${findings.exitCode}: ${meaningOfExitCode(findings.exitCode)}.`, page.columns)].join(
    '\n',
  );
}
