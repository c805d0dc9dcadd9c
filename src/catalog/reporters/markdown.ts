/** A page of Markdown for a pull request or a GitHub step summary: the verdict, the three answers, the gates, and where to look next. */
import { counted, formatAge, formatCount, formatMeasured, formatMoney, formatPercent } from '../../kit/format.js';
import { questions } from '../../model/question.js';
import type { ReporterKind } from '../../model/reporter.js';
import type { RunRecord } from '../../model/run-record.js';
import { backupSentences } from './words/backup-sentences.js';
import { loadLength } from './words/load-length.js';
import { marginWords } from './words/margin.js';
import { plannedSentence } from './words/planned.js';
import {
  answerWords,
  checkWord,
  finishSentences,
  gateTitle,
  gateWord,
  meaningOfEnd,
  questionTitles,
  verdictWords,
} from './words/status.js';
import { skewSentence } from './words/skew.js';
import { unreadLedger } from './words/unread-ledger.js';

export const markdown: ReporterKind = {
  kind: 'markdown',
  summary: 'A summary in Markdown for a pull request or a GitHub step summary.',
  file: 'summary.md',
  render: renderMarkdown,
};

const badIdsMax = 20;

function renderMarkdown(record: RunRecord): string {
  const blocks = [
    ...headOf(record),
    ...answersOf(record),
    ...gatesOf(record),
    ...recoveriesOf(record),
    ...lostPaymentsOf(record),
    ...backupsOf(record),
    ...checksOf(record),
    ...footOf(record),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function headOf(record: RunRecord): readonly string[] {
  const { icon, word } = verdictWords[record.verdict];
  const started = `${record.startedAt.slice(0, 16).replace('T', ' ')} UTC`;
  return [
    ...(record.isSimulated ? ['> **SIMULATED**: no real database took part in this run.'] : []),
    `## ${icon} ${word}: ${escapeMarkdown(record.scenario.name)}`,
    `${started} · run ${code(record.runId)} · exit code ${record.exitCode} (${meaningOfEnd(record)})`,
    list([...record.reasons, ...(record.finish === 'completed' ? [] : [finishSentences[record.finish]])]),
  ];
}

function answersOf(record: RunRecord): readonly string[] {
  const rows = questions.map((question) => {
    const answer = record.answers[question];
    const { icon, word } = answerWords[answer.status];
    return [questionTitles[question], `${icon} ${word}`, escapeMarkdown(answer.sentence)];
  });
  const evidence = `Evidence: **${record.evidenceGrade.grade}**. ${escapeMarkdown(record.evidenceGrade.sentence)}`;
  return [table(['Question', 'Answer', 'Finding'], rows), evidence];
}

function gatesOf(record: RunRecord): readonly string[] {
  if (record.gates.length === 0) return ['The scenario has no gates.'];
  const rows = record.gates.map((gate) => [
    `${gateWord(gate).icon} ${gateWord(gate).word}`,
    code(gateTitle(gate)),
    escapeMarkdown(gate.observed),
    escapeMarkdown(gate.limit),
    marginWords(gate.marginRatio),
  ]);
  return ['### Gates', table(['Verdict', 'Gate', 'Observed', 'Limit', 'Margin'], rows)];
}

function recoveriesOf(record: RunRecord): readonly string[] {
  if (record.recoveries.length === 0) return [];
  const rows = record.recoveries.map((recovery) => [
    escapeMarkdown(recovery.fault),
    escapeMarkdown(recovery.inconclusive ?? formatMeasured(recovery.recoveryTimeMs)),
    formatMeasured(recovery.timeToFirstSuccessMs),
    formatMeasured(recovery.healOutageMs),
    formatMeasured(recovery.timeToFullRedundancyMs),
  ]);
  const planned = record.recoveries.map(plannedSentence).filter((sentence) => sentence !== null);
  const skews = record.recoveries.flatMap((recovery) => {
    const sentence = skewSentence(recovery);
    return sentence === null ? [] : [`${recovery.fault}: ${sentence}`];
  });
  const titles = ['Fault', 'Recovery time', 'First success', 'Heal outage', 'Full redundancy'];
  const told = [...planned, ...skews];
  return ['### Recovery', table(titles, rows), ...(told.length === 0 ? [] : [list(told)])];
}

function lostPaymentsOf(record: RunRecord): readonly string[] {
  const unread = unreadLedger(record.reconciliation);
  if (unread !== null) return ['### Ledger', escapeMarkdown(unread)];
  const lost = record.reconciliation?.lost ?? null;
  if (lost === null || lost.count === 0) return [];
  const shown = lost.payments.slice(0, badIdsMax);
  const rows = shown.map((payment) => [
    String(payment.payment),
    escapeMarkdown(payment.operation),
    formatCount(payment.amount),
    formatAge(payment.ageMs),
    payment.foundOn.length === 0 ? 'nowhere' : escapeMarkdown(payment.foundOn.join(', ')),
  ]);
  const sentence = `Lost: ${counted(lost.count, 'payment')} (${formatMoney(lost.money)}); the first ${shown.length} are listed, all known ones are in record.json.`;
  return [
    '### Lost payments',
    sentence,
    table(['Payment', 'Operation', 'Amount', 'Age at the fault', 'Found on'], rows),
  ];
}

function backupsOf(record: RunRecord): readonly string[] {
  const sentences = backupSentences(record);
  return sentences.length === 0 ? [] : ['### Backups', list(sentences)];
}

function checksOf(record: RunRecord): readonly string[] {
  const rows = record.checks.map((check) => {
    const { icon, word } = checkWord(check);
    return [`${icon} ${word}`, escapeMarkdown(check.check), escapeMarkdown(check.statement)];
  });
  if (rows.length === 0) return [];
  return [
    `<details><summary>Checks (${rows.length})</summary>\n\n${table(['Verdict', 'Check', 'Finding'], rows)}\n\n</details>`,
  ];
}

function footOf(record: RunRecord): readonly string[] {
  const { availabilityRatio, timeAvailabilityRatio } = record.totals;
  const availability = `availability ${formatPercent(availabilityRatio)} of requests (what gates judge), ${formatPercent(timeAvailabilityRatio)} of the time`;
  const load = `${formatCount(record.totals.arrivals)} arrivals in ${loadLength(record)}, ${availability}.`;
  return [load, `Again: ${code(record.command.join(' '))} (seed ${record.scenario.seed}).`];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function list(sentences: readonly string[]): string {
  return sentences.map((sentence) => `- ${escapeMarkdown(sentence)}`).join('\n');
}

/** Makes a foreign text plain: no markup, no link, no mention of a person, no break out of a table row. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[&<>]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[character] ?? character)
    .replace(/[\\`*_{}[\]|~]/g, '\\$&')
    .replace(/@/g, '@\u{200b}')
    .replace(/:\/\//g, ':\u{200b}//');
}

/** A code span: longer fences than any run of backticks inside, and no bar that would end a table cell. */
function code(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').replace(/\|/g, '\\|');
  const longest = Math.max(0, ...[...plain.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${plain}${fence}` : `${fence} ${plain} ${fence}`;
}
