/** Which column of a log holds what: one time, one total, and operations by their names. */
import { editDistance } from '../kit/did-you-mean.js';
import { ToolError } from '../kit/error.js';

const timeNames = ['time', 'timestamp', 'ts', 'date', 'datetime', '@timestamp', 'second', 'minute'];
const totalNames = ['count', 'total', 'requests', 'payments', 'transactions', 'operations'];

/** Letters that a name may be off by; more, and it is another operation. */
const slip = 2;

export interface LogColumns {
  readonly time: string;
  /** Null when the total is the sum of the operations. */
  readonly total: string | null;
  readonly operations: readonly string[];
  /** Columns that nothing is known of. */
  readonly unknown: readonly string[];
}

/** Throws a ToolError when there is no time, or nothing that is counted. */
export function chooseColumns(names: readonly string[], known: readonly string[]): LogColumns {
  const find = (wanted: readonly string[]): string | null =>
    names.find((name) => wanted.includes(name.toLowerCase())) ?? null;
  const [time, total] = [find(timeNames), find(totalNames)];
  const operations = names.filter((name) => known.includes(name));
  const shown = `The columns are ${names.map((name) => `"${name}"`).join(', ')}`;
  if (time === null)
    throw new ToolError('invalidScenario', `${shown}, and none of them is a time.`, `Call one ${timeNames[0]}.`);
  if (total === null && operations.length === 0) {
    const hint = `Call one count, or as an operation is called: ${known.join(', ')}.`;
    throw new ToolError('invalidScenario', `${shown}, and none of them is a count.`, hint);
  }
  const used = [time, total, ...operations];
  return { time, total, operations, unknown: names.filter((name) => !used.includes(name)) };
}

/** What is said of columns that are left out; null when there are none. */
export function unknownColumns({ unknown, total }: LogColumns, known: readonly string[]): string | null {
  if (unknown.length === 0) return null;
  const words = unknown.map((name) => {
    const meant = known.find((each) => editDistance(each, name.toLowerCase()) <= slip);
    return meant === undefined ? `"${name}"` : `"${name}" (did you mean "${meant}"?)`;
  });
  const missing =
    total === null ? ' What it counts is missing from the rate; a column "count" would give the whole.' : '';
  return `Not known as an operation, and left out: ${words.join(', ')}.${missing}`;
}
