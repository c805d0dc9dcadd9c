/** An exploration as a page of Markdown: what was found, how to see it again, and every episode with its report. */
import { formatMeasured } from '../../kit/format.js';
import type { Episode, ExploreRecord, FoundTrouble } from '../../model/explore.js';
import { escapeMarkdown } from '../../catalog/reporters/markdown.js';
import { meaningOfExitCode, verdictWords } from '../../catalog/reporters/words/status.js';
import { markdownCommand, markdownList, markdownTable } from '../study/markdown-words.js';
import { againWords, asScenario, commandAgain, faultWords, purposeWords, troublesOf } from './episode-words.js';
import { whatWasPlayed } from './terminal-summary.js';

export function markdownPage(record: ExploreRecord): string {
  const { scenario, findings, startedAt, command } = record;
  const { icon, word } = verdictWords[findings.verdict];
  const blocks = [
    ...(record.isSimulated ? ['> **SIMULATED**: no real database took part in this exploration.'] : []),
    `## ${icon} ${word}: ${escapeMarkdown(scenario.name)}, explored with seed ${scenario.seed}`,
    `Begun ${startedAt.slice(0, 16).replace('T', ' ')} UTC · exit code ${findings.exitCode} (${meaningOfExitCode(findings.exitCode)})`,
    whatWasPlayed(findings),
    ...(findings.found.length === 0
      ? []
      : ['### What was found', ...findings.found.flatMap((each) => troubleOf(each, record))]),
    '### By kind of fault',
    markdownTable(['Fault', 'Struck', 'Effect not seen', 'Longest recovery', 'Longest heal outage'], kindRows(record)),
    '### Episodes',
    markdownTable(['#', 'Draw', 'What', 'Broken', 'Found', 'Report'], record.episodes.map(rowOf)),
    ...(record.cut.length === 0
      ? []
      : [
          markdownList(
            record.cut.map(({ number, folder }) => `Episode ${number} was cut short (${folder}) and done again.`),
          ),
        ]),
    `Again: ${markdownCommand(command)}`,
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function troubleOf(trouble: FoundTrouble, record: ExploreRecord): readonly string[] {
  const [draw = 1] = trouble.draws;
  const faults = record.episodes.find((each) => each.draw === draw)?.faults ?? [];
  return [
    `**${escapeMarkdown(trouble.statement)}** (${escapeMarkdown(againWords(trouble))})`,
    ...(trouble.explainedBy === null ? [`Again: ${markdownCommand(commandAgain(record, draw))}`] : []),
    ...(faults.length === 0 ? [] : [`\`\`\`yaml\n${asScenario(faults)}\n\`\`\``]),
  ];
}

function kindRows({ findings }: ExploreRecord): readonly (readonly string[])[] {
  return findings.kinds.map(({ kind, strikes, unseen, longestRecovery, longestHealOutage }) => [
    kind,
    String(strikes),
    String(unseen),
    formatMeasured(longestRecovery),
    formatMeasured(longestHealOutage),
  ]);
}

function rowOf(episode: Episode): readonly string[] {
  const { number, draw, purpose, faults, folder } = episode;
  const broken = faults.length === 0 ? 'nothing' : faults.map(faultWords).join('; ');
  return [
    String(number),
    String(draw),
    purposeWords[purpose],
    escapeMarkdown(broken),
    escapeMarkdown(troublesOf(episode)),
    `[${folder}](${folder}/report.html)`,
  ];
}
