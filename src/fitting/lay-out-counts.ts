/** Puts the lines of a log on an axis of equal steps: lines of one step add up, and steps without a line hold nothing. */
import { printDuration } from '../kit/duration.js';
import { ToolError } from '../kit/error.js';
import { formatCount } from '../kit/format.js';
import type { Counts } from './counts.js';
import { printTime } from './parse-time.js';

/** A line that could be read: its time, its total, and its operations in the order of the columns. */
export interface LogRow {
  readonly timeMs: number;
  readonly total: number;
  readonly operations: readonly number[];
}

/** A month of seconds, with some to spare. */
const stepsMax = 3_000_000;
const stepsMin = 10;

/** The step is the distance in time that most neighbours have. */
export function layOutCounts(
  rows: readonly LogRow[],
  operations: readonly string[],
): { readonly counts: Counts; readonly warnings: readonly string[] } {
  const times = [...new Set(rows.map(({ timeMs }) => timeMs))].sort((left, right) => left - right);
  const [first, last] = [times[0] as number, times.at(-1) as number];
  const stepMs = commonDistance(times);
  const length = Math.floor((last - first) / stepMs) + 1;
  if (rows.every(({ total }) => total === 0))
    throw new ToolError('invalidScenario', 'The log counts nothing at all.', 'Look at its columns.');
  if (times.length < stepsMin || length > stepsMax) refuse(times.length, length, stepMs);
  const totals = new Float64Array(length);
  const byOperation = new Map(operations.map((name) => [name, new Float64Array(length)]));
  const isThere = new Uint8Array(length);
  const columns = [...byOperation.values()];
  for (const { timeMs, total, operations: counts } of rows) {
    const step = Math.floor((timeMs - first) / stepMs);
    isThere[step] = 1;
    totals[step] = (totals[step] as number) + total;
    for (const [index, column] of columns.entries())
      column[step] = (column[step] as number) + (counts[index] as number);
  }
  const warning = gapsWarning(isThere, first, stepMs);
  return { counts: { startMs: first, stepMs, totals, byOperation }, warnings: warning === null ? [] : [warning] };
}

/** Logs of instants that lie anywhere within a second are steps of a second. */
function commonDistance(times: readonly number[]): number {
  const found = new Map<number, number>();
  for (let at = 1; at < times.length; at += 1) {
    const distance = Math.max(1_000, Math.round(((times[at] as number) - (times[at - 1] as number)) / 1_000) * 1_000);
    found.set(distance, (found.get(distance) ?? 0) + 1);
  }
  return [...found].sort(([, left], [, right]) => right - left)[0]?.[0] ?? 1_000;
}

function refuse(distinct: number, length: number, stepMs: number): never {
  const isShort = distinct < stepsMin;
  throw new ToolError(
    'invalidScenario',
    isShort
      ? `The log has ${distinct} different times, too few to fit anything to.`
      : `The log reaches over ${formatCount(length)} steps of ${printDuration(stepMs)}; at most ${formatCount(stepsMax)} are read.`,
    isShort ? 'Count by the second, or over a longer time.' : 'Cut it, or count in longer steps.',
  );
}

function gapsWarning(isThere: Uint8Array, startMs: number, stepMs: number): string | null {
  let [missing, longest, longestAt, run] = [0, 0, 0, 0];
  for (const [step, there] of isThere.entries()) {
    run = there === 1 ? 0 : run + 1;
    missing += 1 - there;
    if (run > longest) [longest, longestAt] = [run, step - run + 1];
  }
  if (missing === 0) return null;
  return (
    `${formatCount(missing)} of ${formatCount(isThere.length)} steps have no line and count as nothing; ` +
    `the longest gap is ${printDuration(longest * stepMs)} from ${printTime(startMs + longestAt * stepMs)} (UTC) on.`
  );
}
