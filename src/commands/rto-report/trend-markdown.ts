/** A trend as a page of Markdown, for a pull request or the notes of a release. */
import { escapeMarkdown } from '../../catalog/reporters/markdown.js';
import { verdictWords } from '../../catalog/reporters/words/status.js';
import type { TrendRecord } from '../../model/trend.js';
import { markdownCommand, markdownList, markdownTable } from '../study/markdown-words.js';
import { lastOf, releaseCells, releaseColumns, storyName, trendCaution } from './trend-words.js';

export function trendMarkdown(trend: TrendRecord): string {
  const { findings, releases, isSimulated, differences, command } = trend;
  const { icon, word } = verdictWords[findings.verdict];
  const rows = releases.map((release) => releaseCells(release).map(escapeMarkdown));
  const blocks = [
    isSimulated ? '> **SIMULATED**: no real database took part in these studies.' : '',
    `## Recovery of ${escapeMarkdown(storyName(trend))}, release by release`,
    `The last, ${escapeMarkdown(lastOf(releases).name)}: ${icon} ${word}, exit code ${findings.exitCode}.`,
    markdownTable(releaseColumns, rows),
    markdownList(findings.changes.map(({ sentence }) => sentence)),
    escapeMarkdown(trendCaution),
    markdownList(differences),
    `Again: ${markdownCommand(command)}`,
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}
