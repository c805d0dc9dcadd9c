/** Reads a log of counts line by line, so that its length does not matter; what cannot be read is told with its line, and only a few of those are forgiven. */
import { ToolError } from '../kit/error.js';
import { formatCount } from '../kit/format.js';
import type { Counts } from './counts.js';
import { layOutCounts, type LogRow } from './lay-out-counts.js';
import { chooseColumns, unknownColumns, type LogColumns } from './log-columns.js';
import { createLineReader, type LineReader } from './log-lines.js';
import { parseTime } from './parse-time.js';

const shownMax = 20;
/** Share of lines that may be unreadable without making the rest doubtful. */
const badShareMax = 0.01;

export interface ReadLog {
  readonly counts: Counts;
  /** Whole sentences. */
  readonly warnings: readonly string[];
}

/** `known`: operations that a column may be called after. Rejects with a ToolError that tells every bad line, up to 20. */
export async function readCounts(lines: AsyncIterable<string>, known: readonly string[]): Promise<ReadLog> {
  let reader: LineReader | null = null;
  let columns: LogColumns | null = null;
  let number = 0;
  const rows: LogRow[] = [];
  const bad: string[] = [];
  let badCount = 0;
  for await (const line of lines) {
    number += 1;
    if (line.trim() === '') continue;
    if (reader === null || columns === null) {
      const first = createLineReader(line);
      reader = first.reader;
      columns = chooseColumns(reader.names, known);
      if (first.isHead) continue;
    }
    const row = readRow(reader.read(line), columns);
    if (typeof row !== 'string') rows.push(row);
    else if ((badCount += 1) <= shownMax) bad.push(`line ${number}: ${row}`);
  }
  const told = badCount > bad.length ? [...bad, `and ${formatCount(badCount - bad.length)} more`] : bad;
  if (columns === null || rows.length === 0 || badCount > (rows.length + badCount) * badShareMax)
    refuse(rows.length, told);
  const { counts, warnings } = layOutCounts(rows, columns.operations);
  const unknown = unknownColumns(columns, known);
  return {
    counts,
    warnings: [
      ...(told.length === 0 ? [] : [`Lines that cannot be read are left out: ${told.join('; ')}.`]),
      ...(unknown === null ? [] : [unknown]),
      ...warnings,
    ],
  };
}

function refuse(readable: number, told: readonly string[]): never {
  if (told.length === 0)
    throw new ToolError('invalidScenario', 'The log has no line with a count.', 'Write time,count in its first line.');
  const message = `The log has lines that cannot be read, beside ${formatCount(readable)} that can:\n  ${told.join('\n  ')}`;
  throw new ToolError('invalidScenario', message, 'One in a hundred is left out with a warning; more are not.');
}

/** What is wrong as a phrase, for a line that cannot be read. */
function readRow(fields: Readonly<Record<string, string>> | string, columns: LogColumns): LogRow | string {
  if (typeof fields === 'string') return fields;
  const timeMs = parseTime(fields[columns.time] ?? '');
  if (timeMs === null) return `"${fields[columns.time] ?? ''}" is no time`;
  const operations: number[] = [];
  for (const name of columns.operations) {
    const count = countOf(fields[name]);
    if (Number.isNaN(count)) return `"${fields[name] ?? ''}" is no count of ${name}`;
    operations.push(count);
  }
  if (columns.total === null) return { timeMs, total: operations.reduce((sum, count) => sum + count, 0), operations };
  const total = countOf(fields[columns.total]);
  return Number.isNaN(total) ? `"${fields[columns.total] ?? ''}" is no count` : { timeMs, total, operations };
}

/** An empty field is none; NaN for what is no count. */
function countOf(text = ''): number {
  if (text === '') return 0;
  return /^\d+(?:\.\d+)?(?:e\+?\d+)?$/iu.test(text) ? Number(text) : Number.NaN;
}
