/** A contrast as a page of Markdown, for a pull request. */
import { escapeMarkdown } from '../../catalog/reporters/markdown.js';
import { counted } from '../../kit/format.js';
import type { Contrast, ContrastRecord, ContrastSide } from '../../model/contrast.js';
import { markdownList, markdownTable } from '../study/markdown-words.js';
import {
  chanceWords,
  contrastWords,
  intervalWords,
  meaningOfContrast,
  measureWords,
  methodSentences,
  moneyLine,
  shiftWords,
  shownMeasures,
  sideWords,
} from './measure-words.js';

export function markdownPage({ before, contrasts, exitCode, toolVersion }: ContrastRecord): string {
  const sides = [before, ...contrasts.map(({ after }) => after)];
  const blocks = [
    ...(sides.some(({ isSimulated }) => isSimulated)
      ? ['> **SIMULATED**: not all of these runs met a real database.']
      : []),
    ...contrasts.flatMap((contrast) => blocksOf(before, contrast)),
    `paystorm ${toolVersion} · exit code ${exitCode} (${meaningOfContrast(exitCode)})`,
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function blocksOf(before: ContrastSide, contrast: Contrast): readonly string[] {
  const { icon, word } = contrastWords[contrast.verdict];
  const { after, reasons, differences } = contrast;
  return [
    `## ${icon} ${word}: ${escapeMarkdown(after.scenario)}`,
    `Before: ${sideOf(before)}. After: ${sideOf(after)}.`,
    markdownList(reasons),
    tableOfMeasures(contrast),
    moneyLine(contrast) ?? '',
    differences.length === 0
      ? 'Scenario, target, machine and paystorm are the same.'
      : markdownTable(
          ['not the same', 'before', 'after'],
          differences.map((each) => [each.what, each.before, each.after].map(escapeMarkdown)),
        ),
    `<sub>${methodSentences(contrast).map(escapeMarkdown).join(' ')}</sub>`,
  ];
}

function sideOf({ name, runs }: ContrastSide): string {
  return `${escapeMarkdown(name)} (${counted(runs, 'run')})`;
}

function tableOfMeasures(contrast: Contrast): string {
  const rows = shownMeasures(contrast, false).shown.map((measure) => [
    `${escapeMarkdown(measure.measure)}${measure.isHeadline ? '' : ' \\*'}`,
    sideWords(measure.effect?.before, measure.unit),
    sideWords(measure.effect?.after, measure.unit),
    shiftWords(measure),
    intervalWords(measure),
    chanceWords(measure),
    `${measureWords[measure.status].icon} ${measureWords[measure.status].word}`,
  ]);
  return rows.length === 0
    ? ''
    : markdownTable(['measure', 'before', 'after', 'shift', '95 % interval', 'p', ''], rows);
}
