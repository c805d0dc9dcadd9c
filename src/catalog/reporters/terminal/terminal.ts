/** The summary that ends a run in the terminal: the three answers first, then gates, recovery, outcomes, and where the report is. */
import { formatCount, formatDuration, formatMeasured, formatPercent } from '../../../kit/format.js';
import { createPaint } from '../../../kit/paint.js';
import { questions } from '../../../model/question.js';
import type { RenderOptions, ReporterKind } from '../../../model/reporter.js';
import type { FaultRecovery } from '../../../model/recovery.js';
import type { RunRecord } from '../../../model/run-record.js';
import { loadLength } from '../words/load-length.js';
import {
  answerWords,
  finishSentences,
  gateWord,
  meaningOfExitCode,
  questionTitles,
  verdictWords,
} from '../words/status.js';
import { plainText as clean, wrapText as wrap } from '../words/wrap.js';
import { ledgerOf } from './ledger.js';
import { painted, tableOf, type Page } from './page.js';

export const terminal: ReporterKind = {
  kind: 'terminal',
  summary: 'The summary printed when a run ends.',
  file: null,
  render: renderTerminal,
};

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
    endOf(record, page, options.directory),
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

function gatesOf(record: RunRecord, page: Page): string {
  if (record.gates.length === 0) return 'The scenario has no gates.';
  const rows = record.gates.map((gate) => [
    painted(gateWord(gate), page),
    clean(gate.gate),
    clean(gate.observed),
    gate.marginRatio === null ? '–' : `${Math.round(gate.marginRatio * 100)} %`,
  ]);
  return tableOf(page, [16, null, 18, 8], rows, ['verdict', 'gate', 'observed', 'margin']);
}

function recoveriesOf(record: RunRecord, page: Page): string {
  const rows = record.recoveries.map((recovery) => [
    clean(recovery.fault),
    clean(recovery.inconclusive ?? formatMeasured(recovery.recoveryTimeMs)),
    formatMeasured(recovery.timeToFirstSuccessMs),
    formatMeasured(recovery.healOutageMs),
    formatMeasured(recovery.timeToFullRedundancyMs),
  ]);
  if (rows.length === 0) return '';
  const widths = [null, 16, 16, 15, 14];
  const head = ['fault', 'recovery time', 'first success', 'heal outage', 'redundant'];
  return [tableOf(page, widths, rows, head), ...record.recoveries.flatMap((each) => stallsOf(each, page))].join('\n');
}

/** What the deadline hides from customers, and what clients of one node felt. */
function stallsOf({ fault, nodeOutages }: FaultRecovery, { columns }: Page): readonly string[] {
  const stalls = nodeOutages.map(({ node, outageMs }) => `${clean(node)} ${formatMeasured(outageMs)}`);
  if (stalls.length === 0) return [];
  return [wrap(`Without a successful probe after ${clean(fault)}: ${stalls.join(', ')}.`, columns)];
}

function loadOf({ totals, latency }: RunRecord, { columns }: Page): string {
  const { outcomes } = totals;
  const reasons = Object.entries(totals.dropped).map(([reason, count]) => `${formatCount(count)} ${clean(reason)}`);
  const all = latency.find((row) => row.operation === 'all')?.responseTimeMs;
  const sentences = [
    `Arrivals: ${formatCount(totals.arrivals)}; acknowledged ${formatCount(outcomes.acknowledged)}, declined ${formatCount(outcomes.declined)}, aborted ${formatCount(outcomes.aborted)}, in doubt ${formatCount(outcomes.inDoubt)}, dropped ${formatCount(outcomes.dropped)}${reasons.length === 0 ? '' : ` (${reasons.join(', ')})`}${outcomes.unrecorded === 0 ? '' : `, unrecorded ${formatCount(outcomes.unrecorded)}`}.`,
    `Availability: ${formatPercent(totals.availabilityRatio)} of scheduled arrivals were good.`,
    all
      ? `Response time: p50 ${formatDuration(all.p50)}, p99 ${formatDuration(all.p99)}, p99.9 ${formatDuration(all.p999)}, max ${formatDuration(all.max)}.`
      : 'Response time: nothing was answered.',
  ];
  return sentences.map((sentence) => wrap(sentence, columns)).join('\n');
}

function instrumentOf({ instrument }: RunRecord, { paint, columns }: Page): string {
  if (instrument.isHealthy) return '';
  return instrument.problems.map((problem) => paint.warm(wrap(`? Instrument: ${clean(problem)}`, columns))).join('\n');
}

function endOf(record: RunRecord, page: Page, directory: string): string {
  const report = `Report: ${page.paint.accent(`${directory.replace(/\/$/, '')}/report.html`)}`;
  const meaning = meaningOfExitCode(record.exitCode);
  return [report, wrap(`Exit code ${record.exitCode}${meaning === '' ? '' : `: ${meaning}`}.`, page.columns)].join(
    '\n',
  );
}
