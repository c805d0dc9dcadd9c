/** The summary that ends a run in the terminal: the three answers first, then gates, recovery, outcomes, and where the report is. Sole home of cli-table3. */
import Table from 'cli-table3';
import { formatCount, formatDuration, formatMeasured, formatMoney, formatPercent } from '../../kit/format.js';
import { createPaint, type Paint } from '../../kit/paint.js';
import { questions } from '../../model/check.js';
import type { RenderOptions, ReporterKind } from '../../model/reporter.js';
import type { RunRecord } from '../../model/run-record.js';
import {
  answerWords,
  finishSentences,
  gateWord,
  meaningOfExitCode,
  questionTitles,
  verdictWords,
  type StatusWord,
} from './words/status.js';
import { plainText as clean, wrapText as wrap } from './words/wrap.js';

export const terminal: ReporterKind = {
  kind: 'terminal',
  summary: 'The summary printed when a run ends.',
  file: null,
  render: renderTerminal,
};

const columnsMin = 60;
const columnsMax = 120;
const lostShownMax = 5;

interface Page {
  readonly paint: Paint;
  readonly columns: number;
}

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
  const started = `${record.startedAt.slice(0, 16).replace('T', ' ')} UTC, ${formatDuration(record.durationMs)} of load, run ${clean(record.runId)}`;
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
  const widths = [null, 18, 17, 17, 15];
  return tableOf(page, widths, rows, ['fault', 'recovery time', 'first success', 'heal outage', 'redundant']);
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

function ledgerOf({ reconciliation, checks }: RunRecord, page: Page): string {
  const failed = checks.filter((check) => check.verdict !== 'pass');
  const checkLines = failed.map((check) =>
    wrap(
      `${painted(verdictWords[check.verdict], page)} ${clean(check.check)}: ${clean(check.statement)}`,
      page.columns,
    ),
  );
  const held = `Checks: ${checks.length - failed.length} of ${checks.length} hold.`;
  if (reconciliation === null) {
    return [
      wrap('Ledger: it was not read back, so no payment was reconciled.', page.columns),
      held,
      ...checkLines,
    ].join('\n');
  }
  const { lost, acknowledgedPresent, inDoubtPresent, inDoubtAbsent } = reconciliation;
  const ledger = `Ledger: ${formatCount(acknowledgedPresent)} acknowledged payments present, ${formatCount(lost.count)} lost; of those in doubt ${formatCount(inDoubtPresent)} present and ${formatCount(inDoubtAbsent)} absent.`;
  const money = lost.count === 0 ? [] : lostLines(lost, page);
  return [wrap(ledger, page.columns), ...money, held, ...checkLines].join('\n');
}

function lostLines(lost: NonNullable<RunRecord['reconciliation']>['lost'], page: Page): readonly string[] {
  const age =
    lost.oldestAgeMs === null ? '' : `, the oldest acknowledged ${formatDuration(lost.oldestAgeMs)} before the fault`;
  const head = wrap(`✘ Lost: ${formatCount(lost.count)} payments, ${formatMoney(lost.money)}${age}.`, page.columns);
  const shown = lost.payments
    .slice(0, lostShownMax)
    .map(
      (payment) =>
        `  ${payment.payment}  ${clean(payment.operation)}  ${formatCount(payment.amount)}  ${formatDuration(payment.ageMs)} before`,
    );
  const rest = lost.count - shown.length;
  return [page.paint.violation(head), ...shown, ...(rest > 0 ? [`  and ${formatCount(rest)} more in the report`] : [])];
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

function painted({ icon, word, tone }: StatusWord, { paint }: Page, isLarge = false): string {
  return paint[tone](isLarge ? `${icon} ${word.toUpperCase()}` : `${icon} ${word}`);
}

/** A table without frame; the one `null` width takes what the terminal has left. */
function tableOf(
  page: Page,
  widths: readonly (number | null)[],
  rows: readonly (readonly string[])[],
  head?: readonly string[],
): string {
  const fixed = widths.reduce<number>((sum, width) => sum + (width ?? 0), 0);
  const colWidths = widths.map((width) => width ?? Math.max(12, page.columns - fixed));
  const lines = {
    top: '',
    'top-mid': '',
    'top-left': '',
    'top-right': '',
    bottom: '',
    'bottom-mid': '',
    'bottom-left': '',
    'bottom-right': '',
  };
  const inner = { left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: '' };
  const table = new Table({
    chars: { ...lines, ...inner },
    style: { 'padding-left': 0, 'padding-right': 2, head: [], border: [], compact: true },
    colWidths,
    wordWrap: true,
    ...(head === undefined ? {} : { head: head.map((title) => page.paint.quiet(title)) }),
  });
  for (const row of rows) table.push([...row]);
  return table.toString().replace(/[ \t]+$/gm, '');
}
