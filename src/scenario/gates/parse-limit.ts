/** Reads what a gate compares with: a value with its unit, a share of the offered load, or the time before the first fault. */
import { parseDuration } from '../../kit/duration.js';
import type { Literal } from '../../kit/literal.js';
import { parsePercent, parseSize } from '../../kit/quantity.js';
import { parseRate } from '../../kit/rate-literal.js';
import type { Comparator, GateLimit, GateUnit } from '../../model/gate.js';
import { unitOf, type Metric } from '../../model/metric.js';
import { GateRefused } from './gate-problem.js';
import type { Piece, Scanner } from './scan.js';

export interface Indicator {
  readonly metric: Metric;
  readonly aggregate: string | null;
  readonly comparator: Comparator;
}

const units: Readonly<
  Record<
    GateUnit,
    { readonly parse: (text: string) => Literal<number>; readonly words: string; readonly example: string }
  >
> = {
  ms: { parse: parseDuration, words: 'a duration', example: '250ms' },
  percent: { parse: parsePercent, words: 'a percentage', example: '99.9%' },
  count: { parse: parseSize, words: 'a count', example: '0' },
  'per-second': { parse: parseRate, words: 'a rate', example: '400/s' },
  money: { parse: parseSize, words: 'an amount in minor units', example: '0' },
};

export function parseLimit(scanner: Scanner, indicator: Indicator): GateLimit {
  const { metric, aggregate } = indicator;
  const baseline = scanner.take(/baseline\b/uy);
  if (baseline !== null) return parseBaseline(scanner, indicator, baseline);
  const unit = unitOf(metric, aggregate);
  const piece = scanner.take(/[^\s]+/uy);
  if (piece === null) {
    const at = { text: '', offset: Math.max(0, scanner.offset - 1) };
    throw refused(
      at,
      'The gate ends without a limit.',
      units[unit].words,
      `Write ${units[unit].example}, for example.`,
    );
  }
  if (isShareOfOffered(scanner, piece, metric)) return shareOfOffered(piece, metric);
  return { kind: 'value', value: readValue(piece, unit, metric), unit };
}

/** Whether "of offered" follows. Where only a share of it makes sense, whatever else stands there is to blame, and not the share. */
function isShareOfOffered(scanner: Scanner, piece: Piece, metric: Metric): boolean {
  if (scanner.take(/of\s+offered\b/uy) !== null) return true;
  if (!metric.relativeTo.includes('offered') || !parsePercent(piece.text).ok) return false;
  scanner.take(/of\s+/uy);
  const found = scanner.take(/(?!(?:during|after|within|for)\b)\S+/uy) ?? piece;
  const remedy = `Write "${piece.text} of offered", or a rate such as 400/s.`;
  throw refused(found, `"${piece.text}" does not say of what it is a share.`, '"of offered" after it', remedy);
}

function shareOfOffered(piece: Piece, metric: Metric): GateLimit {
  if (!metric.relativeTo.includes('offered')) {
    const message = `"${metric.name}" cannot be compared with the offered load.`;
    throw refused(piece, message, 'throughput or goodput', `Write ${metric.example}, for example.`);
  }
  return { kind: 'share-of-offered', percent: readValue(piece, 'percent', metric) };
}

function readValue(piece: Piece, unit: GateUnit, metric: Metric): number {
  const literal = units[unit].parse(piece.text);
  if (literal.ok) {
    if (unit !== 'percent' || literal.value <= 100) return literal.value;
    throw refused(piece, `"${piece.text}" is more than everything.`, 'at most 100%', 'Write a share of the whole.');
  }
  const other = Object.values(units).find((each) => each.words !== units[unit].words && each.parse(piece.text).ok);
  if (other === undefined || /^\d+$/u.test(piece.text)) {
    throw refused(piece, literal.problem.message, literal.problem.expected, literal.problem.remedy);
  }
  const message = `"${piece.text}" is ${other.words}, but ${metric.name} is measured as ${units[unit].words}.`;
  throw refused(
    piece,
    message,
    `${units[unit].words}, such as ${units[unit].example}`,
    'Change the limit or the metric.',
  );
}

function parseBaseline(scanner: Scanner, { metric, aggregate, comparator }: Indicator, word: Piece): GateLimit {
  if (!metric.relativeTo.includes('baseline') || aggregate === 'count') {
    const message = `"${metric.name}" cannot be compared with the baseline.`;
    throw refused(word, message, 'response_time or service_time', `Write ${metric.example}, for example.`);
  }
  if (comparator !== '<' && comparator !== '<=') {
    throw refused(word, 'A baseline is an upper limit.', '<= baseline + 10% floor 5ms', 'Write <= before it.');
  }
  const plus = scanner.take(/\+/uy);
  const percent = plus === null ? null : scanner.take(/\S+/uy);
  const plusPercent = percent === null ? 0 : readPercent(percent);
  const floorWord = scanner.take(/floor\b/uy);
  if (floorWord === null) return { kind: 'baseline', plusPercent, floor: null };
  const floor = scanner.take(/\S+/uy) ?? { text: '', offset: floorWord.offset };
  const unit = unitOf(metric, aggregate);
  return { kind: 'baseline', plusPercent, floor: { value: readValue(floor, unit, metric), unit } };
}

function readPercent(piece: Piece): number {
  const literal = parsePercent(piece.text);
  if (literal.ok) return literal.value;
  throw refused(piece, literal.problem.message, literal.problem.expected, literal.problem.remedy);
}

function refused({ text, offset }: Piece, message: string, expected: string, remedy: string): GateRefused {
  return new GateRefused({ message, expected, remedy, offset, length: Math.max(1, text.length) });
}
