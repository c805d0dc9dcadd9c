/** What a statement does to the rows of a table: it takes locks, respects keys, and shows a session what it may see. */
import type { SimulatedRow, SimulatedValue } from '../model/bug.js';
import { duplicateKeyErrno } from '../model/outcome.js';
import type { WireAnswer } from '../mysql/wire-answer.js';
import type { SimulatedNode } from './node.js';
import type { Select, Statement, TableName } from './parse-statement.js';
import { answerSelect, findRows } from './select.js';
import type { ServerContext } from './server-context.js';
import { deadlockMessage, ServerError } from './store.js';
import { rowsMax, type Table } from './table.js';
import { NotUnderstood } from './tokens.js';
import type { Transaction } from './transaction.js';

export interface Desk {
  readonly server: ServerContext;
  readonly node: SimulatedNode;
  readonly schema: string | null;
  readonly transaction: Transaction | null;
  /** The session's own, by name with its sign. */
  readonly variables: Map<string, SimulatedValue>;
}

type WritingDesk = Desk & { readonly transaction: Transaction };

export async function insertRows(
  { table: named, rows, isReplace }: Extract<Statement, { kind: 'insert' }>,
  desk: WritingDesk,
): Promise<void> {
  const { table, schema } = tableOf(named, desk);
  const { server, node, transaction } = desk;
  if (table.size + rows.length > rowsMax) throw new ServerError(1114, `The table '${named.name}' is full`);
  const variables = Object.fromEntries(desk.variables);
  for (const cells of rows) {
    const given = Object.entries(cells).map(([column, value]) => [column, value(variables)] as const);
    const row = wholeRow(Object.fromEntries(given), table);
    for (const { name, value } of table.keysOf(row)) await lock(`${named.name}/${name}/${value}`, desk);
    if (!isReplace) refuseTaken({ table, row, name: named.name }, transaction);
    transaction.put(node.store, schema, { table: named.name, row, isInsert: !isReplace });
    server.onRow(named.name, row);
  }
}

export async function updateRow(
  { table: named, added, where }: Extract<Statement, { kind: 'update' }>,
  desk: WritingDesk,
): Promise<void> {
  const { table, schema } = tableOf(named, desk);
  const key = pointOf(table, where.fixed);
  await lock(`${named.name}/PRIMARY/${key}`, desk);
  const row = desk.transaction.find(named.name, key) ?? table.get(key);
  if (row === undefined) return;
  const changed = Object.entries(added).map(([column, by]) => [column, Number(row[column]) + by] as const);
  const after = { ...row, ...Object.fromEntries(changed) };
  desk.transaction.put(desk.node.store, schema, { table: named.name, row: after, isInsert: false });
}

export async function selectRows(select: Select, desk: Desk): Promise<WireAnswer> {
  if (select.from === null) return answerSelect(select, []);
  const { name } = select.from;
  const { table } = tableOf(select.from, desk);
  if (select.isLocking) {
    const { transaction } = desk;
    if (transaction === null) throw new NotUnderstood('UPDATE');
    await lock(`${name}/PRIMARY/${pointOf(table, select.where.fixed)}`, { ...desk, transaction });
  }
  refuseWhole(select, desk);
  const readable = select.isLocking ? table : (desk.transaction?.viewOf(desk.node.store).of(table) ?? table);
  // A statement shows one moment, however long it takes.
  const atMs = desk.server.planMs();
  const shown = findRows(select, readable).map((row) => seen({ table, row, name, atMs }, desk));
  const found = shown.filter((row) => row !== null);
  remember(select, found, desk);
  return answerSelect(select, found);
}

/** Where no row was found, a variable keeps what it had. */
function remember({ items }: Select, found: readonly SimulatedRow[], { variables }: Desk): void {
  for (const row of found) {
    for (const { variable, of } of items) if (variable !== null) variables.set(variable, of([row]));
  }
}

/** A bug may keep a node from reading whole tables, as a broken disk does. */
function refuseWhole({ items }: Select, { server, node }: Desk): void {
  const isWhole = items.some(({ isAggregate }) => isAggregate);
  if (isWhole && server.bugs.refusesSnapshots(node.name, server.planMs())) {
    throw new ServerError(1030, 'Got error 5 "Input/output error" from storage engine simulated');
  }
}

export function schemaOf({ schema }: TableName, own: string | null): string {
  const name = schema ?? own;
  if (name === null) throw new ServerError(1046, 'No database selected', '3D000');
  return name;
}

interface NamedRow {
  readonly name: string;
  readonly table: Table;
  readonly row: SimulatedRow;
}

interface ShownRow extends NamedRow {
  readonly atMs: number;
}

/** The row as this session sees it: with its own changes, and with what a bug makes of it. */
function seen({ name, table, row, atMs }: ShownRow, { server, node, transaction }: Desk): SimulatedRow | null {
  const own = transaction?.find(name, table.keyOf(row));
  if (own !== undefined || transaction?.isSnapshot === true) return own ?? row;
  return server.bugs.atRead({ node: node.name, table: name, row, atMs });
}

function refuseTaken({ name, table, row }: NamedRow, transaction: Transaction): void {
  const key = table.keyOf(row);
  const own = transaction.find(name, key) === undefined ? null : { name: 'PRIMARY', value: key };
  const taken = own ?? table.takenKey(row);
  if (taken === null) return;
  throw new ServerError(duplicateKeyErrno, `Duplicate entry '${taken.value}' for key '${taken.name}'`, '23000');
}

async function lock(name: string, { server, node, transaction }: WritingDesk): Promise<void> {
  if (transaction.isBroken) throw new ServerError(1213, deadlockMessage, '40001');
  if (await server.locks.acquire(`${server.scopeOf(node)}${name}`, transaction)) return;
  throw new ServerError(1205, 'Lock wait timeout exceeded; try restarting transaction');
}

function tableOf(named: TableName, { schema, node }: Desk): { readonly table: Table; readonly schema: string } {
  const name = schemaOf(named, schema);
  return { table: node.store.table(name, named.name), schema: name };
}

/** The value of the primary key that a condition fixes: only single rows are locked. */
function pointOf(table: Table, fixed: SimulatedRow): string {
  const free = table.shape.primary.columns.find((column) => fixed[column] === undefined);
  if (free !== undefined) throw new NotUnderstood(free);
  return table.keyOf(fixed);
}

function wholeRow(given: SimulatedRow, { shape }: Table): SimulatedRow {
  const unknown = Object.keys(given).find((column) => !shape.columns.includes(column));
  if (unknown !== undefined) throw new ServerError(1054, `Unknown column '${unknown}' in 'field list'`, '42S22');
  const missing = shape.columns.find((column) => given[column] === null && !shape.nullable.includes(column));
  if (missing !== undefined) throw new ServerError(1048, `Column '${missing}' cannot be null`, '23000');
  return Object.fromEntries(shape.columns.map((column) => [column, given[column] ?? null]));
}
