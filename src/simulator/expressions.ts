/** The few expressions that the ledger's statements need: comparisons of columns with literals, columns, counts, sums and highest values. */
import type { SimulatedRow, SimulatedValue } from '../model/bug.js';
import { NotUnderstood, type Tokens } from './tokens.js';

export interface Condition {
  readonly isTrue: (row: SimulatedRow) => boolean;
  /** Columns that must have one value each for it to be true; enough of them make a row findable by its key. */
  readonly fixed: Readonly<Record<string, SimulatedValue>>;
}

/** A column of an answer. */
export interface Item {
  readonly name: string;
  /** Of all rows that were found, or of each of them. */
  readonly isAggregate: boolean;
  /** The session's variable that keeps it; null when none does. */
  readonly variable: string | null;
  readonly of: (rows: readonly SimulatedRow[]) => SimulatedValue;
}

export const always: Condition = { isTrue: () => true, fixed: {} };

export function readCondition(tokens: Tokens): Condition {
  let condition = readConjunction(tokens);
  while (tokens.accept('OR')) {
    const [left, right] = [condition, readConjunction(tokens)];
    condition = { isTrue: (row) => left.isTrue(row) || right.isTrue(row), fixed: {} };
  }
  return condition;
}

function readConjunction(tokens: Tokens): Condition {
  let condition = readComparison(tokens);
  while (tokens.accept('AND')) {
    const [left, right] = [condition, readComparison(tokens)];
    condition = {
      isTrue: (row) => left.isTrue(row) && right.isTrue(row),
      fixed: { ...left.fixed, ...right.fixed },
    };
  }
  return condition;
}

function readComparison(tokens: Tokens): Condition {
  if (tokens.accept('(')) {
    const inner = readCondition(tokens);
    tokens.expect(')');
    return inner;
  }
  const column = tokens.word();
  const sign = tokens.take().text;
  const value = tokens.literal();
  const compare = comparisons[sign];
  if (compare === undefined || value === null) throw new NotUnderstood(sign);
  const isTrue = (row: SimulatedRow): boolean => {
    const found = cell(row, column);
    return found !== null && compare(found, value);
  };
  return { isTrue, fixed: sign === '=' ? { [column]: value } : {} };
}

/** A value that is to be inserted: it may rest on the session's variables. */
export type Cell = (variables: SimulatedRow) => SimulatedValue;

/** A literal, `@name + number`, or IF(condition, literal, NULL). */
export function readCell(tokens: Tokens): Cell {
  if (tokens.accept('IF', '(')) {
    const condition = readCondition(tokens);
    tokens.expect(',');
    const value = tokens.literal();
    tokens.expect(',', 'NULL', ')');
    return (variables) => (condition.isTrue(variables) ? value : null);
  }
  const name = tokens.next?.text ?? '';
  if (tokens.next?.kind !== 'word' || !isVariable(name)) {
    const value = tokens.literal();
    return () => value;
  }
  tokens.expect(name.toUpperCase(), '+');
  const added = tokens.number();
  return (variables) => {
    const value = cell(variables, name);
    return value === null ? null : Number(value) + added;
  };
}

function isVariable(name: string): boolean {
  return name.startsWith('@');
}

type Compare = (left: string | number, right: string | number) => boolean;

const comparisons: Readonly<Record<string, Compare>> = {
  '=': (left, right) => left === right,
  '<>': (left, right) => left !== right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
};

export function readItem(tokens: Tokens): Item {
  const expression = readSum(tokens);
  return tokens.accept('AS') ? { ...expression, name: tokens.word() } : expression;
}

function readSum(tokens: Tokens): Item {
  const first = readTerm(tokens);
  if (!tokens.accept('+')) return first;
  const added = tokens.number();
  const of = (rows: readonly SimulatedRow[]): SimulatedValue => {
    const value = first.of(rows);
    return value === null ? null : Number(value) + added;
  };
  return { ...first, of };
}

function readTerm(tokens: Tokens): Item {
  const { next } = tokens;
  if (next?.kind === 'number') {
    const value = tokens.number();
    return { name: next.text, isAggregate: false, variable: null, of: () => value };
  }
  const name = tokens.word();
  if (isVariable(name)) {
    tokens.expect(':=');
    return { ...readTerm(tokens), variable: name };
  }
  if (!tokens.accept('(')) return { name, isAggregate: false, variable: null, of: ([row]) => cell(row ?? {}, name) };
  const item = readFunction(name.toUpperCase(), tokens);
  tokens.expect(')');
  return item;
}

function readFunction(name: string, tokens: Tokens): Item {
  if (name === 'COUNT') {
    tokens.expect('*');
    return { name, isAggregate: true, variable: null, of: (rows) => rows.length };
  }
  if (name === 'COALESCE') {
    const [first, second] = tokens.list(() => readSum(tokens));
    if (first === undefined || second === undefined) throw new NotUnderstood(name);
    return { ...first, name, of: (rows) => first.of(rows) ?? second.of(rows) };
  }
  const column = tokens.word();
  const fold = folds[name];
  if (fold === undefined) throw new NotUnderstood(name);
  const of = (rows: readonly SimulatedRow[]): SimulatedValue =>
    rows.length === 0 ? null : rows.map((row) => Number(cell(row, column))).reduce(fold);
  return { name, isAggregate: true, variable: null, of };
}

const folds: Readonly<Record<string, (left: number, right: number) => number>> = {
  SUM: (left, right) => left + right,
  MAX: (left, right) => Math.max(left, right),
  MIN: (left, right) => Math.min(left, right),
};

/** A column of a row, or a variable, which is NULL until it is given a value. */
function cell(row: SimulatedRow, column: string): SimulatedValue {
  const value = row[column];
  if (value === undefined && isVariable(column)) return null;
  if (value === undefined) throw new NotUnderstood(column);
  return value;
}
