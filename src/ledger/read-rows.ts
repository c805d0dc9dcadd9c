/** Reads the ledger's tables back in pieces of bounded size and time, in the order of a key, never in one giant read. */
import type { Connection, Row } from '../mysql/connect.js';
import { select, within, type KeyRange } from './select-rows.js';

export interface PaymentRow {
  readonly paymentId: number;
  readonly operation: string;
  readonly amount: number;
  readonly state: string;
  readonly originalId: number | null;
  readonly clientTimeMs: number;
  readonly attempt: number;
}

export interface EntryRow {
  readonly paymentId: number;
  readonly leg: number;
  readonly account: number;
  readonly amount: number;
  readonly balanceAfter: number;
  readonly accountVersion: number;
}

/** A credit that waits in the buffer: an entry without a balance and a version. */
export type BufferedRow = Pick<EntryRow, 'paymentId' | 'leg' | 'account' | 'amount'>;

export interface OutboxRow {
  readonly eventId: number;
  readonly paymentId: number;
  readonly topic: string;
}

export interface AccountRow {
  readonly account: number;
  readonly kind: string;
  readonly currency: string;
  readonly balance: number;
  readonly version: number;
  readonly pendingOut: number;
  readonly pendingIn: number;
  readonly parent: number | null;
}

export async function readPayments(connection: Connection, range: KeyRange): Promise<readonly PaymentRow[]> {
  const columns = 'payment_id, operation, amount, state, original_id, client_time, attempt';
  const rows = await select(
    connection,
    columns,
    `payment WHERE ${within('payment_id', range)} ORDER BY payment_id, attempt, client_time`,
  );
  return rows.map((row) => ({
    paymentId: Number(row['payment_id']),
    operation: String(row['operation']),
    amount: Number(row['amount']),
    state: String(row['state']),
    originalId: numberOrNull(row['original_id']),
    clientTimeMs: Number(row['client_time']),
    attempt: Number(row['attempt']),
  }));
}

const entryColumns = 'payment_id, leg, account_id, amount, balance_after, account_version';

export async function readEntriesByPayment(connection: Connection, range: KeyRange): Promise<readonly EntryRow[]> {
  const rows = await select(
    connection,
    entryColumns,
    `entry WHERE ${within('payment_id', range)} ORDER BY payment_id, leg, account_version`,
  );
  return rows.map(entryOf);
}

export async function readBuffered(connection: Connection, range: KeyRange): Promise<readonly BufferedRow[]> {
  const from = `buffered_entry WHERE ${within('payment_id', range)} ORDER BY payment_id, leg`;
  return (await select(connection, 'payment_id, leg, account_id, amount', from)).map((row) => ({
    paymentId: Number(row['payment_id']),
    leg: Number(row['leg']),
    account: Number(row['account_id']),
    amount: Number(row['amount']),
  }));
}

/** Outbox rows are found by their own key, which the load makes equal to the payment's id. */
export async function readOutbox(connection: Connection, range: KeyRange): Promise<readonly OutboxRow[]> {
  const rows = await select(
    connection,
    'event_id, payment_id, topic',
    `outbox WHERE ${within('event_id', range)} ORDER BY event_id`,
  );
  return rows.map((row) => ({
    eventId: Number(row['event_id']),
    paymentId: Number(row['payment_id']),
    topic: String(row['topic']),
  }));
}

export async function readAccounts(connection: Connection, range: KeyRange): Promise<readonly AccountRow[]> {
  const columns = 'account_id, kind, currency, balance, version, pending_out, pending_in, parent_id';
  const rows = await select(connection, columns, `account WHERE ${within('account_id', range)} ORDER BY account_id`);
  return rows.map((row) => ({
    account: Number(row['account_id']),
    kind: String(row['kind']),
    currency: String(row['currency']),
    balance: Number(row['balance']),
    version: Number(row['version']),
    pendingOut: Number(row['pending_out']),
    pendingIn: Number(row['pending_in']),
    parent: numberOrNull(row['parent_id']),
  }));
}

/** The entries of each account in the order of its versions, page by page: an account may have more than fit in memory. */
export async function* readEntriesByAccount(
  connection: Connection,
  range: KeyRange,
  pageRows = 20_000,
): AsyncGenerator<readonly EntryRow[]> {
  let condition = within('account_id', range);
  for (;;) {
    const order = 'ORDER BY account_id, account_version, payment_id, leg';
    const page = (await select(connection, entryColumns, `entry WHERE ${condition} ${order} LIMIT ${pageRows}`)).map(
      entryOf,
    );
    if (page.length < pageRows) {
      yield page;
      return;
    }
    const { whole, next } = withoutLastVersion(page);
    yield whole;
    condition = `(account_id = ${next.account} AND account_version >= ${next.accountVersion}) OR (account_id > ${next.account} AND account_id < ${range.to})`;
  }
}

/** A page must not cut through entries of the same version: a fork would go unseen. The next page starts with the version left out. */
function withoutLastVersion(page: readonly EntryRow[]): {
  readonly whole: readonly EntryRow[];
  readonly next: EntryRow;
} {
  const last = page.at(-1) as EntryRow;
  let end = page.length - 1;
  while (end > 0 && page[end - 1]?.account === last.account && page[end - 1]?.accountVersion === last.accountVersion)
    end -= 1;
  if (end === 0)
    throw new Error(`Version ${last.accountVersion} of account ${last.account} is there ${page.length} times or more.`);
  return { whole: page.slice(0, end), next: last };
}

function entryOf(row: Row): EntryRow {
  return {
    paymentId: Number(row['payment_id']),
    leg: Number(row['leg']),
    account: Number(row['account_id']),
    amount: Number(row['amount']),
    balanceAfter: Number(row['balance_after']),
    accountVersion: Number(row['account_version']),
  };
}

function numberOrNull(value: unknown): number | null {
  return value === null ? null : Number(value);
}
