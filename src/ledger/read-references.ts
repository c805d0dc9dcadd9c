/** Reads what payments say of each other, and which of them took what may be had once, page by page in the order of a key. */
import type { Connection, Row } from '../mysql/connect.js';
import { select } from './select-rows.js';

const pageRows = 20_000;
/** Originals that one statement asks for. */
const listedMax = 1_000;

export interface Referring {
  readonly originalId: number;
  readonly paymentId: number;
  readonly amount: number;
  readonly state: string;
}

export interface NamedPayment {
  readonly paymentId: number;
  readonly operation: string;
  readonly amount: number;
  readonly state: string;
}

/** Tables of what may be had once, and the columns that say what; a payment stands beside them. */
const onceTables = {
  voucher: ['campaign_id', 'account_id'],
  bank_transfer: ['transfer_id'],
} as const;
export type OnceTable = keyof typeof onceTables;

export interface OnceRow {
  /** In the order of the columns. */
  readonly key: readonly number[];
  readonly paymentId: number;
}

/** Payments that name another, by the one that they name; all that name the same one are on one page. */
export async function* readReferring(connection: Connection): AsyncGenerator<readonly Referring[]> {
  let from = 0;
  for (;;) {
    const where = `original_id >= ${from} ORDER BY original_id, payment_id LIMIT ${pageRows}`;
    const rows = (await select(connection, 'original_id, payment_id, amount, state', `payment WHERE ${where}`)).map(
      (row): Referring => ({
        originalId: Number(row['original_id']),
        paymentId: Number(row['payment_id']),
        amount: Number(row['amount']),
        state: String(row['state']),
      }),
    );
    const last = rows.at(-1)?.originalId ?? 0;
    const whole = rows.filter(({ originalId }) => originalId < last);
    // A page full of one original says enough of it.
    if (rows.length < pageRows || whole.length === 0) yield rows;
    else yield whole;
    if (rows.length < pageRows) return;
    from = whole.length === 0 ? last + 1 : last;
  }
}

/** Those that are there, by id. */
export async function readNamed(
  connection: Connection,
  ids: readonly number[],
): Promise<ReadonlyMap<number, NamedPayment>> {
  const found = new Map<number, NamedPayment>();
  for (let at = 0; at < ids.length; at += listedMax) {
    const listed = ids.slice(at, at + listedMax).join(', ');
    for (const row of await select(connection, namedColumns, `payment WHERE payment_id IN (${listed})`)) {
      const named = namedOf(row);
      found.set(named.paymentId, named);
    }
  }
  return found;
}

/** Payments that hold money, and those of some operations. */
export async function* readHoldingOr(
  connection: Connection,
  operations: readonly string[],
): AsyncGenerator<readonly NamedPayment[]> {
  const conditions = ["state = 'authorised'", ...operations.map((operation) => `operation = '${operation}'`)];
  let from = 0;
  for (;;) {
    const where = `payment_id >= ${from} AND (${conditions.join(' OR ')}) ORDER BY payment_id LIMIT ${pageRows}`;
    const page = (await select(connection, namedColumns, `payment WHERE ${where}`)).map(namedOf);
    yield page;
    if (page.length < pageRows) return;
    from = (page.at(-1)?.paymentId ?? 0) + 1;
  }
}

/** In the order of their keys, which a payment that took a taken one shares with the one before it. */
export async function* readOnce(connection: Connection, table: OnceTable): AsyncGenerator<readonly OnceRow[]> {
  const columns = [...onceTables[table], 'payment_id'];
  const order = columns.join(', ');
  let condition = `${columns[0]} >= 0`;
  for (;;) {
    const where = `${condition} ORDER BY ${order} LIMIT ${pageRows}`;
    const page = (await select(connection, order, `${table} WHERE ${where}`)).map((row): OnceRow => {
      const [paymentId = 0, ...key] = columns.map((column) => Number(row[column])).toReversed();
      return { key: key.toReversed(), paymentId };
    });
    yield page;
    const last = page.at(-1);
    if (page.length < pageRows || last === undefined) return;
    condition = behind(columns, [...last.key, last.paymentId]);
  }
}

/** What comes after these values, in the order of the columns. */
function behind(columns: readonly string[], values: readonly number[]): string {
  const steps = columns.map((column, at) => {
    const same = columns.slice(0, at).map((each, index) => `${each} = ${values[index]}`);
    return `(${[...same, `${column} > ${values[at]}`].join(' AND ')})`;
  });
  return `(${steps.toReversed().join(' OR ')})`;
}

const namedColumns = 'payment_id, operation, amount, state';

function namedOf(row: Row): NamedPayment {
  return {
    paymentId: Number(row['payment_id']),
    operation: String(row['operation']),
    amount: Number(row['amount']),
    state: String(row['state']),
  };
}
