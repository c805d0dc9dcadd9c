/** The conditions and the inserted values that the ledger's statements need: comparisons of columns with literals, and little more. */
import type { SimulatedRow, SimulatedValue } from '../model/bug.js';
import { NotUnderstood, type Tokens } from './tokens.js';

export interface Condition {
  readonly isTrue: (row: SimulatedRow) => boolean;
  /** Columns that must have one value each for it to be true; enough of them make a row findable by its key. */
  readonly fixed: Readonly<Record<string, SimulatedValue>>;
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
  if (tokens.accept('BETWEEN')) return readBetween(column, tokens);
  if (tokens.accept('IN')) return readIn(column, tokens);
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

function readBetween(column: string, tokens: Tokens): Condition {
  const lowest = tokens.number();
  tokens.expect('AND');
  const highest = tokens.number();
  const isTrue = (row: SimulatedRow): boolean => {
    const found = cell(row, column);
    return found !== null && Number(found) >= lowest && Number(found) <= highest;
  };
  return { isTrue, fixed: {} };
}

function readIn(column: string, tokens: Tokens): Condition {
  tokens.expect('(');
  const values = new Set(tokens.list(() => tokens.literal()));
  tokens.expect(')');
  const isTrue = (row: SimulatedRow): boolean => {
    const found = cell(row, column);
    return found !== null && values.has(found);
  };
  return { isTrue, fixed: {} };
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

export function isVariable(name: string): boolean {
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

/** A column of a row, or a variable, which is NULL until it is given a value. */
export function cell(row: SimulatedRow, column: string): SimulatedValue {
  const value = row[column];
  if (value === undefined && isVariable(column)) return null;
  if (value === undefined) throw new NotUnderstood(column);
  return value;
}
