/** Reads one wallet's balance: a single statement, outside any transaction. */
import { fail, succeed, type AttemptContext } from './attempt.js';

export function readBalance(account: number, context: AttemptContext): void {
  const sql = `SELECT balance, version FROM account WHERE account_id = ${account}`;
  context.session.run(sql, (error) => {
    if (error.errno === 0) succeed('acknowledged', context);
    else fail('read', error, context);
  });
}
