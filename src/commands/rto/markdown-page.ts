/** A study as a page of Markdown, for a pull request or the folder of an audit. */
import { formatDuration, formatMeasured } from '../../kit/format.js';
import type { RtoRecord } from '../../model/rto.js';
import { escapeMarkdown } from '../../catalog/reporters/markdown.js';
import { meaningOfExitCode, verdictWords } from '../../catalog/reporters/words/status.js';
import { formatShare } from '../../verdict/evidence/grade-evidence.js';
import { statusWords } from '../../verdict/evidence/quote.js';
import { markdownCommand, markdownList, markdownTable } from '../study/markdown-words.js';
import {
  baselineOf,
  conclusiveOnes,
  healOutagesOf,
  lossOf,
  phaseOf,
  recoveryTimesOf,
  verdictOf,
  victimsOf,
} from './repetition-words.js';

export function markdownPage(record: RtoRecord): string {
  const { findings } = record;
  const blocks = [
    ...(record.isSimulated ? ['> **SIMULATED**: no real database took part in this study.'] : []),
    ...headOf(record),
    `> ${escapeMarkdown(findings.quote)}`,
    '### Recovery',
    markdownTable(['Fault', 'N', 'Longest', 'Median', 'Its interval', 'Covers p90', 'Covers p95'], faultRows(record)),
    objectiveLine(record),
    `### What ${findings.conclusive} ${findings.conclusive === 1 ? 'repetition' : 'repetitions'} can and cannot claim`,
    ...(findings.can.length > 0 ? ['It can be said:', markdownList(findings.can)] : []),
    ...(findings.cannot.length > 0 ? ['It cannot be said:', markdownList(findings.cannot)] : []),
    '### Repetitions',
    markdownTable(
      ['#', 'Victim', 'Phase', 'Recovery time', 'Heal outage', 'Baseline', 'Lost', 'Verdict', 'Report'],
      rowsOf(record),
    ),
    ...openOnes(record),
    ...differencesOf(record),
    ...cutOnes(record),
    footOf(record),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function headOf({ scenario, findings, startedAt }: RtoRecord): readonly string[] {
  const { icon, word } = verdictWords[findings.verdict];
  const started = `${startedAt.slice(0, 16).replace('T', ' ')} UTC`;
  return [
    `## ${icon} ${word}: ${escapeMarkdown(scenario.name)}, ${conclusiveOnes(findings.conclusive)} (evidence grade ${findings.grade.grade})`,
    `Begun ${started} · exit code ${findings.exitCode} (${meaningOfExitCode(findings.exitCode)})`,
    markdownList(findings.reasons),
  ];
}

function faultRows({ findings }: RtoRecord): readonly (readonly string[])[] {
  return findings.faults.map(({ fault, count, maximum, median, medianInterval, coverage }) => [
    escapeMarkdown(fault),
    String(count),
    formatMeasured(maximum),
    formatMeasured(median),
    medianInterval === null
      ? 'none at this N'
      : `${formatMeasured(medianInterval.lower)} to ${formatMeasured(medianInterval.upper)} (${formatShare(medianInterval.confidence)})`,
    formatShare(coverage.p90),
    formatShare(coverage.p95),
  ]);
}

function objectiveLine({ findings }: RtoRecord): string {
  const { limitMs, status } = findings.objective;
  return limitMs === null
    ? 'The scenario declares no objective.'
    : `Objective ${formatDuration(limitMs)}: ${statusWords[status]}.`;
}

function rowsOf({ repetitions }: RtoRecord): readonly (readonly string[])[] {
  return repetitions.map((each) => [
    String(each.variation.repetition),
    escapeMarkdown(victimsOf(each)),
    phaseOf(each),
    escapeMarkdown(recoveryTimesOf(each)),
    healOutagesOf(each),
    baselineOf(each),
    lossOf(each),
    `${verdictOf(each).icon} ${verdictOf(each).word}`,
    `[${each.folder}](${each.folder}/report.html)`,
  ]);
}

function openOnes({ repetitions }: RtoRecord): readonly string[] {
  const open = repetitions.filter((each) => each.inconclusive !== null);
  if (open.length === 0) return [];
  return [
    markdownList(open.map((each) => `Repetition ${each.variation.repetition} does not count: ${each.inconclusive}`)),
  ];
}

function differencesOf({ pooled }: RtoRecord): readonly string[] {
  return pooled === undefined || pooled.differences.length === 0 ? [] : [markdownList(pooled.differences)];
}

function cutOnes({ cut, pooled }: RtoRecord): readonly string[] {
  if (cut.length === 0) return [];
  return [
    markdownList(
      cut.map(
        ({ repetition, folder }) =>
          `Repetition ${repetition} was cut short once (${folder})${pooled === undefined ? ' and done again' : ''}.`,
      ),
    ),
  ];
}

function footOf({ command, scenario, scenarioHash, phaseWindowMs }: RtoRecord): string {
  return `Scenario ${scenarioHash.slice(0, 12)}, seed ${scenario.seed}, phase window ${formatDuration(phaseWindowMs)}. Again: ${markdownCommand(command)}`;
}
