/**
 * What a job behind the application does with buffered credits: it takes a batch of one account, locks the account once, writes the entries, raises the balance once, and
 * deletes what it took, all in one transaction. So a batch is posted once, whatever becomes of its COMMIT: where it was carried out nothing is left to take.
 */
import type { BufferedCredits } from '../model/buffer.js';
import type { Connection, Row } from '../mysql/connect.js';
import { isRefusal } from '../mysql/error-facts.js';

export interface WaitingCredits {
  readonly account: number;
  readonly credits: number;
  /** When the payment of the oldest was sent, on the plan's axis. */
  readonly oldestMs: number;
}

export interface PostedBatch {
  readonly credits: number;
  /** Infinity where nothing was left to take. */
  readonly oldestMs: number;
}

export interface BatchOrder {
  readonly account: number;
  readonly batchMax: number;
  /** Of each statement. */
  readonly timeoutMs: number;
}

/** To be sent once on the job's connection: its DELETE must lock no gap into which payments insert. */
export const postingIsolation = 'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED';

/** By account. */
export async function readWaiting(connection: Connection, timeoutMs: number): Promise<readonly WaitingCredits[]> {
  const columns = 'account_id, COUNT(*) AS credits, MIN(client_time) AS oldest';
  const sql = `SELECT ${columns} FROM buffered_entry GROUP BY account_id ORDER BY account_id`;
  return (await connection.query(sql, { timeoutMs })).map((row) => ({
    account: Number(row['account_id']),
    credits: Number(row['credits']),
    oldestMs: Number(row['oldest']),
  }));
}

/** All that waits. */
export async function sumWaiting(connection: Connection, timeoutMs: number): Promise<BufferedCredits> {
  const sql = 'SELECT COUNT(*) AS credits, COALESCE(SUM(amount), 0) AS money FROM buffered_entry';
  const [row] = await connection.query(sql, { timeoutMs });
  return { credits: Number(row?.['credits'] ?? 0), money: Number(row?.['money'] ?? 0) };
}

/** Rejects with the server's error; the transaction is rolled back then, or the connection is of no more use. */
export async function postBatch(connection: Connection, order: BatchOrder): Promise<PostedBatch> {
  const ask = (sql: string): Promise<readonly Row[]> => connection.query(sql, { timeoutMs: order.timeoutMs });
  try {
    await ask('BEGIN');
    const posted = await post(ask, order);
    await ask(posted.credits === 0 ? 'ROLLBACK' : 'COMMIT');
    return posted;
  } catch (error) {
    if (isRefusal(error)) await ask('ROLLBACK').catch(() => connection.destroy());
    else connection.destroy();
    throw error;
  }
}

async function post(ask: (sql: string) => Promise<readonly Row[]>, { account, batchMax }: BatchOrder) {
  // Whoever else posts for this account, also a COMMIT in doubt that is still under way, has ended when the lock is had.
  const [locked] = await ask(`SELECT balance, version FROM account WHERE account_id = ${account} FOR UPDATE`);
  if (locked === undefined) throw new Error(`The account ${account} is not in the ledger.`);
  const taken = await ask(
    `SELECT payment_id, leg, amount, client_time FROM buffered_entry WHERE account_id = ${account} ORDER BY payment_id, leg LIMIT ${batchMax}`,
  );
  if (taken.length === 0) return { credits: 0, oldestMs: Number.POSITIVE_INFINITY };
  const credits = taken.map(creditOf);
  let balance = Number(locked['balance']);
  let version = Number(locked['version']);
  const entries = credits.map(({ paymentId, leg, amount }) => {
    balance += amount;
    version += 1;
    return `(${paymentId}, ${leg}, ${account}, ${amount}, ${balance}, ${version})`;
  });
  await ask(`UPDATE account SET balance = ${balance}, version = ${version} WHERE account_id = ${account}`);
  const columns = 'payment_id, leg, account_id, amount, balance_after, account_version';
  await ask(`INSERT INTO entry (${columns}) VALUES ${entries.join(', ')}`);
  await ask(`DELETE FROM buffered_entry WHERE account_id = ${account} AND (${whichOf(credits)})`);
  return { credits: credits.length, oldestMs: Math.min(...credits.map(({ clientTimeMs }) => clientTimeMs)) };
}

interface Credit {
  readonly paymentId: number;
  readonly leg: number;
  readonly amount: number;
  readonly clientTimeMs: number;
}

function creditOf(row: Row): Credit {
  return {
    paymentId: Number(row['payment_id']),
    leg: Number(row['leg']),
    amount: Number(row['amount']),
    clientTimeMs: Number(row['client_time']),
  };
}

/** By whole keys, so that none is deleted that was not taken. */
function whichOf(credits: readonly Credit[]): string {
  const legs = [...new Set(credits.map(({ leg }) => leg))];
  return legs
    .map((leg) => {
      const ids = credits.flatMap((credit) => (credit.leg === leg ? [credit.paymentId] : []));
      return `leg = ${leg} AND payment_id IN (${ids.join(', ')})`;
    })
    .join(' OR ');
}
