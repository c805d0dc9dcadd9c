/** A search as a page of Markdown, for a pull request or a plan of capacity. */
import { printDuration } from '../../kit/duration.js';
import { formatNumber, formatPercent } from '../../kit/format.js';
import type { PeakRecord } from '../../model/peak.js';
import { escapeMarkdown } from '../../catalog/reporters/markdown.js';
import { meaningOfExitCode, verdictWords } from '../../catalog/reporters/words/status.js';
import { markdownCommand, markdownList, markdownTable } from '../study/markdown-words.js';
import { byRate, goodputOf, kindOf, lagOf, rateOf, statusOf, waitedOf, whyOf } from './step-words.js';
import { kneeSentence } from './terminal-summary.js';

export function markdownPage(record: PeakRecord): string {
  const { findings, asked, cut } = record;
  const blocks = [
    ...(record.isSimulated ? ['> **SIMULATED**: no real database took part in this search.'] : []),
    headOf(record),
    `> ${escapeMarkdown(findings.sentence)}`,
    markdownList(findings.cautions),
    '### The curve',
    curveTable(record),
    kneeSentence(record),
    '### What was asked of each step',
    markdownList([
      ...asked.gates.map((gate) => (asked.assumed.includes(gate) ? `${gate} (assumed)` : gate)),
      ...asked.leftOut.map(({ gate, why }) => `Not asked: ${gate}, because ${why}.`),
      ...cut.map(({ step, folder }) => `Step ${step} was cut short once (${folder}) and done again.`),
    ]),
    footOf(record),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function headOf({ scenario, findings, startedAt }: PeakRecord): string {
  const { icon, word } = verdictWords[findings.verdict];
  const started = `${startedAt.slice(0, 16).replace('T', ' ')} UTC`;
  return [
    `## ${icon} ${word}: ${escapeMarkdown(scenario.name)}, search for its peak`,
    `Begun ${started} · exit code ${findings.exitCode} (${meaningOfExitCode(findings.exitCode)})`,
  ].join('\n\n');
}

function curveTable({ steps }: PeakRecord): string {
  const rows = byRate(steps).map((step) => [
    rateOf(step),
    kindOf(step),
    goodputOf(step),
    waitedOf(step.responseTimeMsP50),
    waitedOf(step.responseTimeMsP99),
    lagOf(step),
    formatPercent(step.clientBusyRatio),
    `${statusOf(step).icon} ${escapeMarkdown(whyOf(step))}${step.gate === null ? '' : ` (${escapeMarkdown(step.gate.observed)})`}`,
    `[${step.folder}](${step.folder}/report.html)`,
  ]);
  const head = ['Rate', '', 'Goodput', 'p50', 'p99', 'Client lag p99', 'Client busy', 'Verdict', 'Report'];
  return steps.length === 0 ? '' : markdownTable(head, rows);
}

function footOf({ command, scenario, scenarioHash, settings }: PeakRecord): string {
  const { stepMs, holdMs, holds, withinRatio, fromPerSecond } = settings;
  const how = `from ${formatNumber(fromPerSecond)}/s, steps of ${printDuration(stepMs)}, ${holds} × hold of ${printDuration(holdMs)}, within ${formatPercent(withinRatio)}`;
  return `Scenario ${scenarioHash.slice(0, 12)}, seed ${scenario.seed}, ${how}. Again: ${markdownCommand(command)}`;
}
