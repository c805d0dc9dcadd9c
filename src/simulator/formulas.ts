/** The columns of an answer: arithmetic over columns and numbers, a few functions, and counts, sums and extremes over all rows that were found. */
import { crc32 } from 'node:zlib';
import type { SimulatedRow, SimulatedValue } from '../model/bug.js';
import { cell, isVariable, readCondition } from './expressions.js';
import { ServerError } from './store.js';
import { NotUnderstood, type Tokens } from './tokens.js';

/** A column of an answer. */
export interface Item extends Formula {
  readonly name: string;
  /** The session's variable that keeps it; null when none does. */
  readonly variable: string | null;
}

interface Formula {
  /** Of all rows that were found, or of each of them. */
  readonly isAggregate: boolean;
  readonly of: (rows: readonly SimulatedRow[]) => SimulatedValue;
}

export function readItem(tokens: Tokens): Item {
  const first = tokens.next?.text ?? '';
  const variable = tokens.next?.kind === 'word' && isVariable(first) ? tokens.word() : null;
  if (variable !== null) tokens.expect(':=');
  const formula = readSum(tokens);
  return { ...formula, variable, name: tokens.accept('AS') ? tokens.word() : first };
}

type Operation = (left: bigint, right: bigint) => bigint;

/** Each level binds closer than the one before, as servers have it: exclusive-or the closest. */
const levels: readonly Readonly<Record<string, Operation>>[] = [
  { '+': (left, right) => left + right, '-': (left, right) => left - right },
  {
    '*': (left, right) => left * right,
    '%': (left, right) => left % right,
    DIV: (left, right) => left / right,
  },
  { '^': (left, right) => BigInt.asUintN(64, left ^ right) },
];

function readSum(tokens: Tokens): Formula {
  return readLevel(tokens, 0);
}

function readLevel(tokens: Tokens, level: number): Formula {
  const operations = levels[level];
  if (operations === undefined) return readTerm(tokens);
  let formula = readLevel(tokens, level + 1);
  for (;;) {
    const sign = Object.keys(operations).find((each) => tokens.accept(each));
    if (sign === undefined) return formula;
    formula = combine([formula, readLevel(tokens, level + 1)], (values) => {
      return values.includes(null) ? null : numberOf(values.map(integerOf).reduce(operations[sign] as Operation));
    });
  }
}

function readTerm(tokens: Tokens): Formula {
  const { next } = tokens;
  if (tokens.accept('(')) {
    const inner = readSum(tokens);
    tokens.expect(')');
    return inner;
  }
  if (next?.kind !== 'word') {
    const value = tokens.literal();
    return { isAggregate: false, of: () => value };
  }
  const name = tokens.word();
  if (!tokens.accept('(')) return { isAggregate: false, of: ([row]) => cell(row ?? {}, name) };
  const formula = readFunction(name.toUpperCase(), tokens);
  tokens.expect(')');
  return formula;
}

function readFunction(name: string, tokens: Tokens): Formula {
  if (name === 'COUNT' && tokens.accept('*')) return { isAggregate: true, of: (rows) => rows.length };
  if (name === 'IF') {
    const condition = readCondition(tokens);
    tokens.expect(',');
    const [yes, no] = tokens.list(() => readSum(tokens));
    if (yes === undefined || no === undefined) throw new NotUnderstood(name);
    return { isAggregate: false, of: (rows) => (condition.isTrue(rows[0] ?? {}) ? yes : no).of(rows) };
  }
  const parts = tokens.list(() => readSum(tokens));
  const simple = functions[name];
  if (simple !== undefined) return combine(parts, simple);
  const [part] = parts;
  const fold = folds[name];
  if (fold === undefined || part === undefined) throw new NotUnderstood(name);
  const of = (rows: readonly SimulatedRow[]): SimulatedValue =>
    fold(rows.map((row) => part.of([row])).filter((value) => value !== null));
  return { isAggregate: true, of };
}

function combine(parts: readonly Formula[], of: (values: readonly SimulatedValue[]) => SimulatedValue): Formula {
  return {
    isAggregate: parts.some(({ isAggregate }) => isAggregate),
    of: (rows) => of(parts.map((part) => part.of(rows))),
  };
}

const functions: Readonly<Record<string, (values: readonly SimulatedValue[]) => SimulatedValue>> = {
  COALESCE: (values) => values.find((value) => value !== null) ?? null,
  CRC32: ([value = null]) => (value === null ? null : crc32(String(value))),
};

type Values = readonly (string | number)[];

/** Of nothing they are NULL, but for a count and an exclusive-or. */
const folds: Readonly<Record<string, (values: Values) => SimulatedValue>> = {
  COUNT: (values) => values.length,
  BIT_XOR: (values) =>
    numberOf(
      BigInt.asUintN(
        64,
        values.map(integerOf).reduce((left, right) => left ^ right, 0n),
      ),
    ),
  SUM: (values) => (values.length === 0 ? null : numberOf(values.map(integerOf).reduce((left, right) => left + right))),
  MAX: (values) => (values.length === 0 ? null : values.reduce((left, right) => (right > left ? right : left))),
  MIN: (values) => (values.length === 0 ? null : values.reduce((left, right) => (right < left ? right : left))),
};

function integerOf(value: SimulatedValue): bigint {
  return BigInt(value ?? 0);
}

/** A text where numbers are not exact. */
function numberOf(value: bigint): string | number {
  if (value < -(2n ** 63n) || value >= 2n ** 64n) throw new ServerError(1690, 'BIGINT value is out of range', '22003');
  return BigInt(Number.MAX_SAFE_INTEGER) < value || value < -BigInt(Number.MAX_SAFE_INTEGER)
    ? value.toString()
    : Number(value);
}
