/** Reads wallets: one in a single statement outside any transaction, several one after the other in one transaction. */
import type { Access } from '../model/history.js';
import type { AttemptResult } from '../model/operation.js';
import type { SessionRows } from '../mysql/session.js';
import { fail, missingAccount, succeed, type AttemptContext } from './attempt.js';

export function readBalances(accounts: readonly number[], context: AttemptContext): void {
  const seen: Access[] = [];
  const done = (result: AttemptResult): void => context.done({ ...result, accesses: seen });
  const reading = { accounts, seen, context: { ...context, done } };
  if (accounts.length === 1) return readNext(reading, () => succeed('acknowledged', reading.context));
  send('BEGIN', reading.context, () => {
    readNext(reading, () => send('COMMIT', reading.context, () => succeed('acknowledged', reading.context)));
  });
}

interface Reading {
  readonly accounts: readonly number[];
  readonly seen: Access[];
  readonly context: AttemptContext;
}

function readNext({ accounts, seen, context }: Reading, next: () => void): void {
  const account = accounts[seen.length];
  if (account === undefined) return next();
  send(`SELECT balance, version FROM account WHERE account_id = ${account}`, context, (rows) => {
    const [balance, version] = rows[0] ?? [];
    if (balance === undefined || version === undefined) return fail('read', missingAccount(account), context);
    seen.push({ kind: 'plain-read', account, version, balance });
    readNext({ accounts, seen, context }, next);
  });
}

/** Whatever fails, nothing was written: a read is never in doubt. */
function send(sql: string, context: AttemptContext, next: (rows: SessionRows) => void): void {
  context.session.run(sql, (error, rows) => {
    if (error.errno === 0) next(rows);
    else fail('read', error, context);
  });
}
