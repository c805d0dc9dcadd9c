/** Reads the statements that paystorm sends, and no others: what is not understood here is answered with error 1064. */
import type { SimulatedValue } from '../model/bug.js';
import { always, readCell, readCondition, type Cell, type Condition } from './expressions.js';
import { readItem, type Item } from './formulas.js';
import type { TableKey, TableShape } from './table.js';
import { NotUnderstood, Tokens } from './tokens.js';

export interface TableName {
  /** Null: the session's own. */
  readonly schema: string | null;
  readonly name: string;
}

export type Statement =
  | { readonly kind: 'begin' | 'snapshot' | 'commit' | 'rollback' | 'set-isolation' | 'autocommit-off' }
  | { readonly kind: 'use'; readonly schema: string }
  | { readonly kind: 'create-schema'; readonly schema: string }
  | {
      readonly kind: 'create-table';
      readonly table: TableName;
      readonly isIfMissing: boolean;
      readonly shape: TableShape;
    }
  | { readonly kind: 'drop-table'; readonly table: TableName }
  | {
      readonly kind: 'insert';
      readonly table: TableName;
      readonly rows: readonly Readonly<Record<string, Cell>>[];
      readonly isReplace: boolean;
    }
  | {
      readonly kind: 'update';
      readonly table: TableName;
      readonly added: Readonly<Record<string, number>>;
      readonly where: Condition;
    }
  | Select
  | { readonly kind: 'variable'; readonly variable: string; readonly name: string }
  | { readonly kind: 'variables'; readonly names: readonly SimulatedValue[] };

export interface Select {
  readonly kind: 'select';
  readonly items: readonly Item[];
  readonly isDistinct: boolean;
  /** Null for an answer out of nothing, such as SELECT 1. */
  readonly from: TableName | null;
  readonly where: Condition;
  /** Name of the item whose values make groups of rows. */
  readonly group: string | null;
  readonly order: readonly { readonly column: string; readonly isDescending: boolean }[];
  readonly limit: number;
  readonly isLocking: boolean;
}

/** Throws NotUnderstood. */
export function parseStatement(sql: string): Statement {
  const tokens = new Tokens(sql);
  const word = tokens.word().toUpperCase();
  const read = readers[word];
  if (read === undefined) throw new NotUnderstood(word);
  const statement = read(tokens);
  tokens.end();
  return statement;
}

const readers: Readonly<Record<string, (tokens: Tokens) => Statement>> = {
  BEGIN: () => ({ kind: 'begin' }),
  COMMIT: () => ({ kind: 'commit' }),
  ROLLBACK: () => ({ kind: 'rollback' }),
  START(tokens) {
    tokens.expect('TRANSACTION');
    return { kind: tokens.accept('WITH', 'CONSISTENT', 'SNAPSHOT') ? 'snapshot' : 'begin' };
  },
  SET(tokens) {
    if (tokens.accept('AUTOCOMMIT', '=', '0')) return { kind: 'autocommit-off' };
    tokens.expect('SESSION', 'TRANSACTION', 'ISOLATION', 'LEVEL', 'REPEATABLE', 'READ');
    return { kind: 'set-isolation' };
  },
  USE: (tokens) => ({ kind: 'use', schema: tokens.word() }),
  CREATE: readCreate,
  DROP(tokens) {
    tokens.expect('TABLE', 'IF', 'EXISTS');
    return { kind: 'drop-table', table: tokens.qualifiedName() };
  },
  INSERT: (tokens) => readInsert(tokens, false),
  REPLACE: (tokens) => readInsert(tokens, true),
  UPDATE: readUpdate,
  SELECT: readSelect,
  SHOW(tokens) {
    tokens.expect('GLOBAL', 'VARIABLES', 'WHERE', 'VARIABLE_NAME', 'IN', '(');
    const names = tokens.list(() => tokens.literal());
    tokens.expect(')');
    return { kind: 'variables', names };
  },
};

function readCreate(tokens: Tokens): Statement {
  if (tokens.accept('DATABASE')) {
    tokens.expect('IF', 'NOT', 'EXISTS');
    return { kind: 'create-schema', schema: tokens.word() };
  }
  tokens.expect('TABLE');
  const isIfMissing = tokens.accept('IF', 'NOT', 'EXISTS');
  const table = tokens.qualifiedName();
  tokens.expect('(');
  const parts = tokens.list(() => readColumnOrKey(tokens));
  tokens.expect(')');
  const primary = parts.find(({ key }) => key?.name === 'PRIMARY')?.key;
  if (primary == null) throw new NotUnderstood(table.name);
  const unique = parts.flatMap(({ key, isUnique }) => (key === null || !isUnique ? [] : [key]));
  const shared = parts.flatMap(({ key, isUnique }) => (key === null || isUnique || key === primary ? [] : [key]));
  const columns = parts.flatMap(({ column }) => (column === null ? [] : [column]));
  const nullable = parts.flatMap(({ column, isNullable }) => (column === null || !isNullable ? [] : [column]));
  return { kind: 'create-table', table, isIfMissing, shape: { columns, nullable, primary, unique, shared } };
}

interface TablePart {
  readonly column: string | null;
  readonly key: TableKey | null;
  readonly isUnique: boolean;
  readonly isNullable: boolean;
}

function readColumnOrKey(tokens: Tokens): TablePart {
  if (tokens.accept('PRIMARY', 'KEY'))
    return { column: null, key: { name: 'PRIMARY', columns: readNames(tokens) }, isUnique: false, isNullable: false };
  const isUnique = tokens.accept('UNIQUE', 'KEY');
  if (isUnique || tokens.accept('KEY')) {
    const name = tokens.word();
    return { column: null, key: { name, columns: readNames(tokens) }, isUnique, isNullable: false };
  }
  const column = tokens.word();
  tokens.word();
  if (tokens.accept('(')) {
    tokens.number();
    tokens.expect(')');
  }
  const isNullable = tokens.accept('NULL');
  if (!isNullable) tokens.expect('NOT', 'NULL');
  const isPrimary = tokens.accept('PRIMARY', 'KEY');
  return { column, key: isPrimary ? { name: 'PRIMARY', columns: [column] } : null, isUnique: false, isNullable };
}

function readNames(tokens: Tokens): readonly string[] {
  tokens.expect('(');
  const names = tokens.list(() => tokens.word());
  tokens.expect(')');
  return names;
}

function readInsert(tokens: Tokens, isReplace: boolean): Statement {
  tokens.expect('INTO');
  const table = tokens.qualifiedName();
  const columns = readNames(tokens);
  tokens.expect('VALUES');
  const rows = tokens.list(() => {
    tokens.expect('(');
    const values = tokens.list(() => readCell(tokens));
    tokens.expect(')');
    if (values.length !== columns.length) throw new NotUnderstood(`${values.length} values`);
    return Object.fromEntries(columns.map((column, index) => [column, values[index] as Cell]));
  });
  return { kind: 'insert', table, rows, isReplace };
}

/** Only what adds to columns: a new value out of nowhere is never sent. */
function readUpdate(tokens: Tokens): Statement {
  const table = tokens.qualifiedName();
  tokens.expect('SET');
  const added = tokens.list(() => {
    const column = tokens.word();
    tokens.expect('=', column.toUpperCase(), '+');
    return [column, tokens.number()] as const;
  });
  tokens.expect('WHERE');
  return { kind: 'update', table, added: Object.fromEntries(added), where: readCondition(tokens) };
}

function readSelect(tokens: Tokens): Statement {
  if (tokens.next?.text.startsWith('@@') === true) return readVariable(tokens);
  const isDistinct = tokens.accept('DISTINCT');
  const items = tokens.list(() => readItem(tokens));
  const from = tokens.accept('FROM') ? tokens.qualifiedName() : null;
  const where = tokens.accept('WHERE') ? readCondition(tokens) : always;
  const group = tokens.accept('GROUP', 'BY') ? tokens.word() : null;
  const order = tokens.accept('ORDER', 'BY') ? tokens.list(() => readOrder(tokens)) : [];
  const limit = tokens.accept('LIMIT') ? tokens.number() : Number.POSITIVE_INFINITY;
  const isLocking = tokens.accept('FOR', 'UPDATE');
  return { kind: 'select', items, isDistinct, from, where, group, order, limit, isLocking };
}

function readOrder(tokens: Tokens): Select['order'][number] {
  return { column: tokens.word(), isDescending: tokens.accept('DESC') };
}

function readVariable(tokens: Tokens): Statement {
  const written = tokens.word();
  const variable = written.replace(/^@@(?:global\.)?/u, '');
  return { kind: 'variable', variable, name: tokens.accept('AS') ? tokens.word() : written };
}
