/** Reads a limit that compares with stored runs: `baseline(NAME) + 10% floor 5ms`, or `- 1%` where less is worse. */
import type { StoredBaselineLimit } from '../../model/gate.js';
import { baselineName } from '../baselines/baseline-file.js';
import { parseAllowance, refused, type Indicator } from './parse-value.js';
import type { Piece, Scanner } from './scan.js';

/** Null, and nothing taken, where no name in parentheses follows. What the baseline holds is put in later. */
export function parseStoredBaseline(scanner: Scanner, indicator: Indicator): StoredBaselineLimit | null {
  const word = scanner.take(/baseline\s*\([^)]*\)/uy);
  if (word === null) return null;
  const { metric, aggregate, comparator } = indicator;
  if (!metric.relativeTo.includes('stored-baseline') || aggregate === 'count') {
    const message = `"${metric.name}" is not compared with stored runs.`;
    throw refused(word, message, 'a value', `Write ${metric.example}, for example.`);
  }
  if (comparator === '==') {
    const message = 'No two runs are equal, so a baseline is a limit from above or from below.';
    throw refused(word, message, '<= or >=', 'Write <= before it, or >= where less is worse.');
  }
  const isUpper = comparator === '<' || comparator === '<=';
  const { percent, floor } = parseAllowance(scanner, indicator, isUpper ? /\+/uy : /[-−]/uy);
  return { kind: 'stored-baseline', baseline: nameIn(word), allowedPercent: percent, floor, held: null };
}

function nameIn(word: Piece): string {
  const name = word.text.slice(word.text.indexOf('(') + 1, -1).trim();
  if (baselineName.test(name)) return name;
  throw refused(
    word,
    `"${name}" is no name of a baseline.`,
    'letters, digits, dots and dashes',
    'Such as baseline(main).',
  );
}
