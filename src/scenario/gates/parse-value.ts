/** Reads the values in a gate's limit, each in the unit of its metric, and the allowance that is added to a baseline. */
import { parseDuration } from '../../kit/duration.js';
import type { Literal } from '../../kit/literal.js';
import { parsePercent, parseSize } from '../../kit/quantity.js';
import { parseRate } from '../../kit/rate-literal.js';
import type { Comparator, GateUnit, StoredBaselineLimit } from '../../model/gate.js';
import { unitOf, type Metric } from '../../model/metric.js';
import { GateRefused } from './gate-problem.js';
import type { Piece, Scanner } from './scan.js';

export interface Indicator {
  readonly metric: Metric;
  readonly aggregate: string | null;
  readonly comparator: Comparator;
}

export const units: Readonly<
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

export function readValue(piece: Piece, unit: GateUnit, metric: Metric): number {
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

interface Allowance {
  readonly percent: number;
  readonly floor: StoredBaselineLimit['floor'];
}

/** `+ 10% floor 5ms`, of which both may be left out. */
export function parseAllowance(scanner: Scanner, { metric, aggregate }: Indicator, sign: RegExp): Allowance {
  const share = scanner.take(sign) === null ? null : scanner.take(/\S+/uy);
  const percent = share === null ? 0 : readPercent(share);
  const floorWord = scanner.take(/floor\b/uy);
  if (floorWord === null) return { percent, floor: null };
  const floor = scanner.take(/\S+/uy) ?? { text: '', offset: floorWord.offset };
  const unit = unitOf(metric, aggregate);
  return { percent, floor: { value: readValue(floor, unit, metric), unit } };
}

function readPercent(piece: Piece): number {
  const literal = parsePercent(piece.text);
  if (literal.ok) return literal.value;
  throw refused(piece, literal.problem.message, literal.problem.expected, literal.problem.remedy);
}

export function refused({ text, offset }: Piece, message: string, expected: string, remedy: string): GateRefused {
  return new GateRefused({ message, expected, remedy, offset, length: Math.max(1, text.length) });
}
