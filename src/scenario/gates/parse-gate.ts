/** Reads one gate: metric[.aggregate][{tag=value}] comparator limit [during PHASE | after FAULT] [for WINDOW | within TIME]. */
import { closestWord } from '../../kit/did-you-mean.js';
import { parseDuration } from '../../kit/duration.js';
import type { Comparator, Gate, GateLimit, GateScope } from '../../model/gate.js';
import { metricNamed, metrics, unitOf, type Metric } from '../../model/metric.js';
import { GateRefused, type GateProblem } from './gate-problem.js';
import { checkAggregate, parseTags } from './parse-indicator.js';
import { parseLimit } from './parse-limit.js';
import { createScanner, type Piece, type Scanner } from './scan.js';

export type GateResult =
  | { readonly ok: true; readonly gate: Gate; readonly hasScope: boolean }
  | {
      readonly ok: false;
      readonly problems: readonly GateProblem[];
      /** What was understood all the same, with a limit or a window that is nobody's; null where the gate makes no sense. */
      readonly understood: { readonly gate: Gate; readonly hasScope: boolean } | null;
    };

/** The scope's name for the whole run, so that it can be said and is never the silent default. */
export const wholeRun = 'run';

export function parseGate(text: string): GateResult {
  const problems: GateProblem[] = [];
  const understood = noting(problems, null, () => readGate(text, problems));
  if (understood !== null && problems.length === 0) return { ok: true, ...understood };
  return { ok: false, problems, understood };
}

/** What `read` resolves to; where it is refused, the problem is noted and `otherwise` stands in. */
function noting<Value>(problems: GateProblem[], otherwise: Value, read: () => Value): Value {
  try {
    return read();
  } catch (thrown) {
    if (!(thrown instanceof GateRefused)) throw thrown;
    problems.push(thrown.problem);
    return otherwise;
  }
}

/** A limit or a window that is wrong hides nothing that comes after it. */
function readGate(text: string, problems: GateProblem[]): { readonly gate: Gate; readonly hasScope: boolean } {
  const scanner = createScanner(text);
  const { metric, piece } = readMetric(scanner);
  const aggregate = readAggregate(scanner, metric, piece);
  const tags = parseTags(scanner, metric);
  const comparator = readComparator(scanner);
  const nobodys: GateLimit = { kind: 'value', value: 0, unit: unitOf(metric, aggregate) };
  const limit = noting(problems, nobodys, () => parseLimit(scanner, { metric, aggregate, comparator }));
  // Whatever else belongs to a limit that was refused.
  if (problems.length > 0) scanner.take(/(?:(?!\b(?:during|after|within|for)\b).)+/suy);
  const scope = readScope(scanner);
  const withinMs = noting(problems, null, () => readWindow(scanner, /within\b/uy));
  const forMs = withinMs === null ? noting(problems, null, () => readWindow(scanner, /for\b/uy)) : null;
  const left = scanner.rest();
  if (left.text !== '') throw leftover(left);
  const gate: Gate = {
    text: text.trim(),
    name: null,
    metric: metric.name,
    aggregate,
    tags,
    comparator,
    limit,
    scope: scope ?? { kind: 'run' },
    withinMs,
    forMs,
    onBreach: 'fail',
    graceMs: 0,
  };
  return { gate, hasScope: scope !== null };
}

function readMetric(scanner: Scanner): { readonly metric: Metric; readonly piece: Piece } {
  const piece = scanner.take(/[a-z][a-z_]*/iuy);
  const names = metrics.map((metric) => metric.name);
  if (piece === null) throw refused(scanner.rest(), 'A gate starts with a metric.', names.join(', '), 'Name one.');
  const metric = metricNamed(piece.text);
  if (metric !== undefined) return { metric, piece };
  const meant = closestWord(piece.text, names);
  const remedy = meant === null ? 'See scenarios/README.md for every metric.' : `Did you mean "${meant}"?`;
  throw refused(piece, `There is no metric "${piece.text}".`, `one of ${names.join(', ')}`, remedy);
}

function readAggregate(scanner: Scanner, metric: Metric, metricPiece: Piece): string | null {
  const piece = scanner.take(/\.[a-z0-9.]+/iuy);
  return checkAggregate(metric, piece, metricPiece);
}

function readComparator(scanner: Scanner): Comparator {
  const piece = scanner.take(/<=|>=|==|<|>/uy);
  if (piece !== null) return piece.text as Comparator;
  const found = scanner.take(/[=!~≤≥]+/uy) ?? scanner.rest();
  const known: Readonly<Record<string, string>> = { '=': '==', '≤': '<=', '≥': '>=' };
  const remedy = found.text in known ? `Write ${known[found.text]}.` : 'Write a comparison after the metric.';
  throw refused(found, 'The comparison is missing or unknown.', 'one of <, <=, ==, >=, >', remedy);
}

function readScope(scanner: Scanner): GateScope | null {
  const word = scanner.take(/(?:during|after)\b/uy);
  if (word === null) return null;
  // A phase may be called anything, but before a duration the keyword is meant.
  const name = scanner.take(/(?!(?:within|for)\s+\d)[\p{L}\p{N}_-]+/uy);
  if (name === null) {
    const expected = word.text === 'during' ? 'the name of a phase, or run' : 'the name of a fault';
    throw refused(word, `"${word.text}" is followed by no name.`, expected, 'Write the name after it.');
  }
  if (word.text === 'after') return { kind: 'after', fault: name.text };
  return name.text === wholeRun ? { kind: 'run' } : { kind: 'during', phase: name.text };
}

function readWindow(scanner: Scanner, keyword: RegExp): number | null {
  const word = scanner.take(keyword);
  if (word === null) return null;
  const expected = 'a duration such as 30s';
  const piece = scanner.take(/\S+/uy);
  if (piece === null)
    throw refused(word, `"${word.text}" is followed by no duration.`, expected, 'Write 30s, for example.');
  const duration = parseDuration(piece.text);
  if (!duration.ok) throw refused(piece, duration.problem.message, expected, duration.problem.remedy);
  if (duration.value > 0) return duration.value;
  throw refused(piece, 'A window of no length says nothing.', expected, 'Write a longer one.');
}

function leftover(left: Piece): GateRefused {
  const expected = 'during PHASE or after FAULT, then for WINDOW or within TIME, and nothing else';
  return refused(left, `"${left.text}" does not belong here.`, expected, 'Remove it, or put the parts in this order.');
}

function refused({ text, offset }: Piece, message: string, expected: string, remedy: string): GateRefused {
  return new GateRefused({ message, expected, remedy, offset, length: Math.max(1, text.length) });
}
