/** The gates of a run in the terminal: a table where their words fit, and lines where they would break. */
import type { RunRecord } from '../../../model/run-record.js';
import { marginWords } from '../words/margin.js';
import { gateTitle, gateWord } from '../words/status.js';
import { plainText as clean, wrapText as wrap } from '../words/wrap.js';
import { painted, tableOf, type Page } from './page.js';

/** A narrower table would break the names of metrics. */
const tableColumnsMin = 72;

export function gatesOf({ gates }: RunRecord, page: Page): string {
  if (gates.length === 0) return 'The scenario has no gates.';
  const cells = gates.map((gate) => ({
    word: painted(gateWord(gate), page),
    title: clean(gateTitle(gate)),
    observed: clean(gate.observed),
    margin: marginWords(gate.marginRatio),
  }));
  if (page.columns < tableColumnsMin) {
    return cells
      .map(({ word, title, observed, margin }) =>
        wrap(`${word}  ${title}: observed ${observed}, margin ${margin}`, page.columns),
      )
      .join('\n');
  }
  const rows = cells.map(({ word, title, observed, margin }) => [word, title, observed, margin]);
  return tableOf(page, [16, null, 18, 8], rows, ['verdict', 'gate', 'observed', 'margin']);
}
