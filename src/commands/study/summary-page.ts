/** What the summaries of all studies share: the width of the terminal, lists of sentences, and the line that says where everything lies. */
import { createPaint } from '../../kit/paint.js';
import type { Page } from '../../catalog/reporters/terminal/page.js';
import { meaningOfExitCode } from '../../catalog/reporters/words/status.js';
import { plainText as clean, wrapText as wrap } from '../../catalog/reporters/words/wrap.js';

export interface SummaryOptions {
  readonly hasColor: boolean;
  readonly columns: number;
  /** Folder of the study as the user can open it. */
  readonly directory: string;
}

const columnsMin = 60;
const columnsMax = 120;

export function summaryPage({ hasColor, columns }: SummaryOptions): Page {
  return { paint: createPaint(hasColor), columns: Math.min(columnsMax, Math.max(columnsMin, columns || 80)) };
}

/** The sections that hold something, a blank line apart. */
export function joinSections(sections: readonly string[]): string {
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

export function sentenceList(title: string, sentences: readonly string[], page: Page): string {
  if (sentences.length === 0) return '';
  const lines = sentences.map((sentence) => wrap(`- ${clean(sentence)}`, page.columns));
  return [page.paint.quiet(title), ...lines].join('\n');
}

/** `what`: "Study"; `beside`: what else is in the folder. `meaning`: of the exit code, where it is not that of a run. */
export function endOfSummary(
  { what, file, beside, directory }: Readonly<Record<'what' | 'file' | 'beside' | 'directory', string>>,
  { exitCode, meaning = meaningOfExitCode(exitCode) }: { readonly exitCode: number; readonly meaning?: string },
  page: Page,
): string {
  const path = page.paint.accent(`${directory.replace(/\/$/u, '')}/${file}`);
  return [`${what}: ${path}, ${beside}`, `Exit code ${exitCode}: ${meaning}.`]
    .map((line) => wrap(line, page.columns))
    .join('\n');
}
