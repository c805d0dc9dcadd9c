/** Finds the rows that a SELECT asks for and makes the answer out of them. */
import type { SimulatedRow, SimulatedValue } from '../model/bug.js';
import type { WireAnswer } from '../mysql/wire-answer.js';
import type { Item } from './formulas.js';
import type { Select } from './parse-statement.js';
import type { ReadableTable } from './read-view.js';
import type { TableKey } from './table.js';

/** By the primary key or another one where the condition fixes it, else by looking at every row. */
export function findRows({ where }: Select, table: ReadableTable): readonly SimulatedRow[] {
  const isFixed = ({ columns }: TableKey): boolean => columns.every((column) => where.fixed[column] !== undefined);
  const { primary, shared } = table.shape;
  if (isFixed(primary)) return rowsAt([table.keyOf(where.fixed)], where, table);
  const key = shared.find(isFixed);
  if (key !== undefined) return rowsAt([...table.keysBy(key, where.fixed)], where, table);
  return [...table.rows()].filter(where.isTrue);
}

function rowsAt(keys: readonly string[], { isTrue }: Select['where'], table: ReadableTable): readonly SimulatedRow[] {
  return keys.map((key) => table.get(key)).filter((row) => row !== undefined && isTrue(row)) as readonly SimulatedRow[];
}

export function answerSelect(
  { items, from, group, order, limit, isDistinct }: Select,
  found: readonly SimulatedRow[],
): WireAnswer {
  const columns = items.map((item) => item.name);
  if (group !== null) {
    const rows = groupsOf(items, group, found).map((rowsOf) => items.map((item) => item.of(rowsOf)));
    return { kind: 'rows', columns, rows };
  }
  const isAggregate = items.some((item) => item.isAggregate);
  if (isAggregate || from === null) return { kind: 'rows', columns, rows: [items.map((item) => item.of(found))] };
  const sorted = order.length === 0 ? found : found.toSorted((left, right) => compareBy(order, left, right));
  const rows = sorted.map((row) => items.map((item) => item.of([row])));
  return { kind: 'rows', columns, rows: (isDistinct ? distinct(rows) : rows).slice(0, limit) };
}

function groupsOf(
  items: readonly Item[],
  group: string,
  found: readonly SimulatedRow[],
): readonly (readonly SimulatedRow[])[] {
  const groups = new Map<SimulatedValue, SimulatedRow[]>();
  const key = items.find(({ name }) => name === group);
  for (const row of found) {
    const value = key?.of([row]) ?? null;
    const rows = groups.get(value);
    if (rows === undefined) groups.set(value, [row]);
    else rows.push(row);
  }
  return [...groups.values()];
}

function compareBy(columns: Select['order'], left: SimulatedRow, right: SimulatedRow): number {
  for (const { column, isDescending } of columns) {
    const [one, other] = [left[column] ?? null, right[column] ?? null];
    if (one === other) continue;
    const isBefore = one === null || (other !== null && one < other);
    return isBefore === isDescending ? 1 : -1;
  }
  return 0;
}

function distinct(rows: readonly (readonly SimulatedValue[])[]): readonly (readonly SimulatedValue[])[] {
  return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
}
