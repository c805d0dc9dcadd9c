/** The calibration as a table: truth, measured, error, verdict; for the terminal, and as Markdown for a README. */
import { isMet, type Comparison } from './truth-case.js';

const headings = ['known truth', 'true', 'measured', 'error', 'allowed', 'verdict'];

export function terminalTable(comparisons: readonly Comparison[]): string {
  const rows = [headings, ...comparisons.map(cellsOf)];
  const widths = headings.map((_heading, column) => Math.max(...rows.map((row) => (row[column] as string).length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => padded(cell, widths[column] as number, column))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function markdownTable(comparisons: readonly Comparison[]): string {
  const rule = headings.map((_heading, column) => (isNumeric(column) ? '---:' : '---'));
  return [headings, rule, ...comparisons.map(cellsOf)].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

export function cellsOf(comparison: Comparison): readonly string[] {
  const { what, truth, measured, tolerance, unit } = comparison;
  const error = measured === null || truth === null ? '–' : signed(rounded(measured - truth));
  const known = truth === null ? 'unknown' : withUnit(truth, unit);
  const told = measured === null ? 'nothing' : withUnit(measured, unit);
  const allowed = tolerance === 0 ? '0' : `± ${tolerance}`;
  return [what, known, told, error, allowed, isMet(comparison) ? 'ok' : 'OFF'];
}

function padded(cell: string, width: number, column: number): string {
  return isNumeric(column) ? cell.padStart(width) : cell.padEnd(width);
}

function isNumeric(column: number): boolean {
  return column > 0 && column < headings.length - 1;
}

function withUnit(value: number, unit: string): string {
  const text = rounded(value).toLocaleString('en-US', { maximumFractionDigits: 3 });
  return unit === '' ? text : `${text} ${unit}`;
}

function signed(value: number): string {
  return value > 0 ? `+${value}` : String(value);
}

function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
