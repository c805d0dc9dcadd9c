/** What a read of wallets says to the server, and what it says that it saw, on a scripted session. */
import { expect, it } from 'vitest';
import { mariadb } from '../../../src/catalog/flavors/mariadb.js';
import { readBalances } from '../../../src/ledger/read-balances.js';
import { scriptedSession } from '../../fixtures/scripted-session.js';

const lost = { errno: 60_001, sqlstate: '', message: 'The connection was lost.' };
const seenOf = (account: number) => ({ kind: 'plain-read', account, version: 7, balance: 100 });

it('of one wallet is a single statement', () => {
  const { result, statements } = read([4], {});
  expect(statements).toEqual(['SELECT balance, version FROM account WHERE account_id = 4']);
  expect(result).toMatchObject({ outcome: 'acknowledged', accesses: [seenOf(4)] });
});

it('of several is one transaction, in the order asked for', () => {
  const { result, statements } = read([9, 4], {});
  expect(statements).toEqual([
    'BEGIN',
    'SELECT balance, version FROM account WHERE account_id = 9',
    'SELECT balance, version FROM account WHERE account_id = 4',
    'COMMIT',
  ]);
  expect(result).toMatchObject({ outcome: 'acknowledged', accesses: [seenOf(9), seenOf(4)] });
});

it.each(['BEGIN', 'SELECT', 'COMMIT'])(
  'is never in doubt: it is aborted when the connection is lost at %s',
  (statement) => {
    expect(read([9, 4], { [statement]: lost }).result).toMatchObject({ outcome: 'aborted', step: 'read' });
  },
);

function read(accounts: readonly number[], errors: Parameters<typeof scriptedSession>[0]) {
  const scripted = scriptedSession(errors);
  readBalances(accounts, { ...scripted.context, sending: 'per-statement', errors: mariadb.errors });
  return scripted.ended();
}
