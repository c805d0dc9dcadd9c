/** A comparison as a page of Markdown, for a pull request or a decision. */
import type { ComparisonRecord } from '../../model/comparison.js';
import { escapeMarkdown } from '../../catalog/reporters/markdown.js';
import { verdictWords } from '../../catalog/reporters/words/status.js';
import { markdownCommand, markdownList, markdownTable } from '../study/markdown-words.js';
import { headlineOf } from './headline.js';
import { bestOf, meaningOf, measuresOf, oneRunEach } from './measures.js';

export function markdownPage(record: ComparisonRecord): string {
  const blocks = [
    ...(record.isSimulated ? ['> **SIMULATED**: no real database took part in this comparison.'] : []),
    headOf(record),
    `> ${escapeMarkdown(headlineOf(record).join(' '))}`,
    markdownList(record.findings.reasons),
    tableOfRuns(record),
    oneRunEach,
    markdownList(record.cut.map(({ value, folder }) => `${value} was cut short once (${folder}) and done again.`)),
    footOf(record),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function headOf({ scenario, setting, findings, startedAt }: ComparisonRecord): string {
  const { icon, word } = verdictWords[findings.verdict];
  const started = `${startedAt.slice(0, 16).replace('T', ' ')} UTC`;
  return [
    `## ${icon} ${word}: ${escapeMarkdown(scenario.name)}, by ${escapeMarkdown(setting)}`,
    `Begun ${started} · exit code ${findings.exitCode} (${meaningOf(findings.exitCode)})`,
  ].join('\n\n');
}

function tableOfRuns({ runs }: ComparisonRecord): string {
  if (runs.length === 0) return '';
  const head = ['', ...runs.map(({ value }) => escapeMarkdown(value))];
  const rows = measuresOf(runs).map((measure) => {
    const best = bestOf(measure, runs);
    const cells = runs.map((run, place) => {
      const text = escapeMarkdown(measure.cell(run));
      return place === best ? `**${text}** (best)` : text;
    });
    return [escapeMarkdown(measure.name), ...cells];
  });
  return markdownTable(head, [...rows, ['report', ...runs.map(({ folder }) => `[${folder}](${folder}/report.html)`)]]);
}

function footOf({ command, scenario, scenarioHash }: ComparisonRecord): string {
  return `Scenario ${scenarioHash.slice(0, 12)}, seed ${scenario.seed}. Again: ${markdownCommand(command)}`;
}
