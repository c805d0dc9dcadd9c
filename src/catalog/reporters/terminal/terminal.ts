/** The summary that ends a run in the terminal: the three answers first, then gates, recovery, outcomes, and where the report is. */
import { bufferSentence } from '../../../kit/buffer-sentence.js';
import { hottestSentence } from '../../../kit/hottest-sentence.js';
import { ratesSentence } from '../../../kit/rates-sentence.js';
import { retriesSentence } from '../../../kit/retries-sentence.js';
import { statusesSentence } from '../../../kit/statuses-sentence.js';
import { formatCount, formatDuration, formatPercent } from '../../../kit/format.js';
import { createPaint } from '../../../kit/paint.js';
import { questions } from '../../../model/question.js';
import type { RenderOptions, ReporterKind } from '../../../model/reporter.js';
import type { RunRecord } from '../../../model/run-record.js';
import { loadLength } from '../words/load-length.js';
import { answerWords, finishSentences, meaningOfEnd, questionTitles, verdictWords } from '../words/status.js';
import { plainText as clean, visibleLength, wrapText as wrap } from '../words/wrap.js';
import { gatesOf } from './gates.js';
import { ledgerOf } from './ledger.js';
import { painted, tableOf, type Page } from './page.js';
import { recoveriesOf } from './recoveries.js';

export const terminal: ReporterKind = {
  kind: 'terminal',
  summary: 'The summary printed when a run ends.',
  file: null,
  render: renderTerminal,
};

const reportFile = 'report.html';
const columnsMin = 60;
const columnsMax = 120;

function renderTerminal(record: RunRecord, options: RenderOptions): string {
  const columns = Math.min(columnsMax, Math.max(columnsMin, options.columns || 80));
  const page = { paint: createPaint(options.hasColor), columns };
  const sections = [
    simulatedBanner(record, page),
    verdictOf(record, page),
    answersOf(record, page),
    gatesOf(record, page),
    recoveriesOf(record, page),
    loadOf(record, page),
    ledgerOf(record, page),
    instrumentOf(record, page),
    endOf(record, page, options),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function simulatedBanner(record: RunRecord, { paint, columns }: Page): string {
  return record.isSimulated ? paint.warm(wrap('SIMULATED: no real database took part in this run.', columns)) : '';
}

function verdictOf(record: RunRecord, page: Page): string {
  const head = `${painted(verdictWords[record.verdict], page, true)}  ${page.paint.strong(clean(record.scenario.name))}`;
  const started = `${record.startedAt.slice(0, 16).replace('T', ' ')} UTC, ${loadLength(record)} of load, run ${clean(record.runId)}`;
  const reasons = record.reasons.map((reason) => wrap(clean(reason), page.columns, '  '));
  const finish = record.finish === 'completed' ? [] : [wrap(finishSentences[record.finish], page.columns, '  ')];
  return [head, page.paint.quiet(wrap(started, page.columns, '  ')), ...reasons, ...finish].join('\n');
}

function answersOf(record: RunRecord, page: Page): string {
  const rows = questions.map((question) => {
    const answer = record.answers[question];
    return [questionTitles[question], painted(answerWords[answer.status], page), clean(answer.sentence)];
  });
  const { grade, sentence } = record.evidenceGrade;
  return [
    tableOf(page, [22, 14, null], rows),
    page.paint.quiet(wrap(`Evidence: ${grade}. ${clean(sentence)}`, page.columns)),
  ].join('\n');
}

function loadOf(record: RunRecord, { columns }: Page): string {
  const { totals, series, latency, durationMs, hotAccounts, bufferedPosting } = record;
  const { outcomes } = totals;
  const reasons = Object.entries(totals.dropped).map(([reason, count]) => `${formatCount(count)} ${clean(reason)}`);
  const { count: answered = 0, responseTimeMs: all = null } = latency.find((row) => row.operation === 'all') ?? {};
  const whose = answered < totals.arrivals ? `the ${formatCount(answered)} that were answered` : 'everything';
  const sentences = [
    `Arrivals: ${formatCount(totals.arrivals)}; acknowledged ${formatCount(outcomes.acknowledged)}, declined ${formatCount(outcomes.declined)}, aborted ${formatCount(outcomes.aborted)}, in doubt ${formatCount(outcomes.inDoubt)}, dropped ${formatCount(outcomes.dropped)}${reasons.length === 0 ? '' : ` (${reasons.join(', ')})`}${outcomes.unrecorded === 0 ? '' : `, unrecorded ${formatCount(outcomes.unrecorded)}`}.`,
    `Availability: ${formatPercent(totals.availabilityRatio)} of scheduled arrivals were good (by requests, warm-up aside: what gates judge); ${formatPercent(totals.timeAvailabilityRatio)} of the time was no outage.`,
    all
      ? `Response time of ${whose}, over the whole run: p50 ${formatDuration(all.p50)}, p99 ${formatDuration(all.p99)}, p99.9 ${formatDuration(all.p999)}, max ${formatDuration(all.max)}.`
      : 'Response time: nothing was answered.',
    ratesSentence({ ...totals, lastsMs: durationMs }),
    retriesSentence({ totals, series }),
    statusesSentence(totals.statuses),
    hottestSentence(hotAccounts),
    bufferSentence(bufferedPosting),
  ];
  return sentences
    .filter((sentence) => sentence !== '')
    .map((sentence) => wrap(sentence, columns))
    .join('\n');
}

function instrumentOf({ instrument }: RunRecord, { paint, columns }: Page): string {
  if (instrument.isHealthy) return '';
  return instrument.problems.map((problem) => paint.warm(wrap(`? Instrument: ${clean(problem)}`, columns))).join('\n');
}

function endOf(record: RunRecord, page: Page, options: RenderOptions): string {
  const { directory, unwritten } = options;
  const meaning = meaningOfEnd(record);
  const usual = `Exit code ${record.exitCode}${meaning === '' ? '' : `: ${meaning}`}.`;
  if (unwritten !== undefined) {
    const left = `Not written: ${unwritten.files.join(', ')} in ${directory}.`;
    const changed = `Exit code ${unwritten.exitCode}, because reports are missing; with them it would be ${record.exitCode}.`;
    const exit = unwritten.exitCode === record.exitCode ? usual : changed;
    const rest = unwritten.files.includes(reportFile) ? [] : fileLines(options, page);
    return [...rest, ...[left, exit].map((line) => wrap(line, page.columns))].join('\n');
  }
  return [...fileLines(options, page), wrap(usual, page.columns)].join('\n');
}

function fileLines({ directory, printed }: RenderOptions, page: Page): readonly string[] {
  const place = directory.replace(/\/$/, '');
  const report = fileLine('Report', `${place}/${reportFile}`, page);
  return printed === undefined ? [report] : [report, fileLine('PDF', `${place}/${printed}`, page)];
}

/** A path is to be copied: it is never broken, and gets a line of its own where it would not fit. */
function fileLine(name: string, path: string, page: Page): string {
  const between = visibleLength(`${name}: ${path}`) > page.columns ? '\n' : ' ';
  return `${name}:${between}${page.paint.accent(path)}`;
}
