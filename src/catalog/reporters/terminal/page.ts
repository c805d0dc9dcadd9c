/** The page that the summary is written on: its width, its colors, words with their icons, and tables. Sole home of cli-table3. */
import Table from 'cli-table3';
import type { Paint } from '../../../kit/paint.js';
import type { StatusWord } from '../words/status.js';

export interface Page {
  readonly paint: Paint;
  readonly columns: number;
}

export function painted({ icon, word, tone }: StatusWord, { paint }: Page, isLarge = false): string {
  return paint[tone](isLarge ? `${icon} ${word.toUpperCase()}` : `${icon} ${word}`);
}

/** A table without frame; the one `null` width takes what the terminal has left. */
export function tableOf(
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
