/** What one payment says to the server and makes of its answers, statement by statement, on a scripted session. */
import { describe, expect, it } from 'vitest';
import { mariadb } from '../../../src/catalog/flavors/mariadb.js';
import type { SeenError } from '../../../src/mysql/classify-error.js';
import type { PaymentOrder } from '../../../src/ledger/payment-order.js';
import { postPayment } from '../../../src/ledger/post-payment.js';
import { paymentId, transferOrder as order } from '../../fixtures/transfer-order.js';
import { scriptedSession, type Asked } from '../../fixtures/scripted-session.js';

describe('a payment whose id is taken', () => {
  it('was acknowledged by an earlier attempt when it is a retry', () => {
    const { result, statements } = post(order, { 'INSERT INTO payment': duplicateOf(`${paymentId}`) });
    expect(result).toMatchObject({ outcome: 'acknowledged', errno: 1062, isConnectionUsable: true });
    expect(statements.at(-1)).toBe('ROLLBACK');
  });

  it('is told so at COMMIT by a server that looks at its keys only there, and in a first attempt leaves it in doubt', () => {
    const taken = { COMMIT: duplicateOf(`${paymentId}`) };
    expect(post(order, taken).result).toMatchObject({ outcome: 'acknowledged', errno: 1062 });
    expect(post({ ...order, attempt: 1 }, taken).result).toMatchObject({ outcome: 'in-doubt', step: 'commit' });
  });

  it('is aborted in its first attempt: somebody else has the id', () => {
    const { result } = post({ ...order, attempt: 1 }, { 'INSERT INTO payment': duplicateOf(`${paymentId}`) });
    expect(result).toMatchObject({ outcome: 'aborted', errno: 1062 });
  });

  it.each([
    ['the next version of an account', 'INSERT INTO entry', '9-8'],
    ['an entry of another payment', 'INSERT INTO entry', '30064771073-0'],
    ['an id that only begins like this one', 'INSERT INTO payment', `${paymentId}0`],
    ['an id that only ends like this one', 'INSERT INTO payment', `1${paymentId}`],
  ])('is aborted when what is taken is %s', (_what, statement, key) => {
    expect(post(order, { [statement]: duplicateOf(key) }).result).toMatchObject({ outcome: 'aborted', errno: 1062 });
  });

  it('is aborted when a retry meets another error that names its id', () => {
    const deadlock = { errno: 1213, sqlstate: '40001', message: `Deadlock on '${paymentId}'` };
    expect(post(order, { 'INSERT INTO payment': deadlock }).result).toMatchObject({ outcome: 'aborted', errno: 1213 });
  });

  it('gives the connection up when it cannot be rolled back', () => {
    const answers = { 'INSERT INTO payment': duplicateOf(`${paymentId}`), ROLLBACK: connectionLost };
    expect(post(order, answers)).toMatchObject({
      result: { outcome: 'acknowledged', isConnectionUsable: false },
      isClosed: true,
    });
  });
});

describe('a payment', () => {
  it('locks its accounts in their order, writes all its rows, and is acknowledged by the answer to COMMIT', () => {
    const { result, statements } = post(order, {});
    expect(result).toMatchObject({
      outcome: 'acknowledged',
      errno: 0,
      step: 'done',
      message: '',
      isConnectionUsable: true,
    });
    expect(statements.map((sql) => sql.split(/ (?:SET|FOR|\()/u)[0])).toEqual([
      'BEGIN',
      'SELECT balance, version FROM account WHERE account_id = 4',
      'SELECT balance, version FROM account WHERE account_id = 9',
      'UPDATE account',
      'UPDATE account',
      'INSERT INTO payment',
      'INSERT INTO entry',
      'INSERT INTO outbox',
      'COMMIT',
    ]);
    expect(statements[6]).toContain(`VALUES (${paymentId}, 0, 9, -30, 70, 8), (${paymentId}, 1, 4, 30, 130, 8)`);
  });

  it('says what it saw and made, whether or not it was answered, and nothing when it came to neither', () => {
    const made = [
      { kind: 'update', account: 4, version: 8, balance: 130 },
      { kind: 'update', account: 9, version: 8, balance: 70 },
    ];
    expect(post(order, {}).result?.accesses).toEqual(made);
    expect(post(order, { COMMIT: connectionLost }).result?.accesses).toEqual(made);
    expect(post(order, { 'INSERT INTO entry': connectionLost }).result?.accesses).toEqual(made);
    expect(post(order, { SELECT: connectionLost }).result?.accesses).toBeUndefined();
    const found = post(order, { 'INSERT INTO payment': duplicateOf(`${paymentId}`) });
    expect(found.result?.accesses).toBeUndefined();
  });

  it('looks at the pledged wallet without a lock, and is declined when too little would be left on both', () => {
    const { result, statements } = pledging(170);
    expect(statements[3]).toBe('SELECT balance, version FROM account WHERE account_id = 5');
    expect(result?.accesses?.[0]).toEqual({ kind: 'plain-read', account: 5, version: 7, balance: 100 });
    const declined = pledging(171);
    expect(declined.result).toMatchObject({ outcome: 'declined' });
    expect(declined.statements.at(-1)).toBe('ROLLBACK');
  });

  it('is in doubt when the connection is lost at COMMIT, and aborted when it is lost before', () => {
    expect(post(order, { COMMIT: connectionLost }).result).toMatchObject({ outcome: 'in-doubt', step: 'commit' });
    expect(post(order, { 'INSERT INTO entry': connectionLost }).result).toMatchObject({ outcome: 'aborted' });
  });

  it('is declined without effect where the wallet lacks the money, and only there', () => {
    const dear = { ...order, posting: { ...order.posting, legs: [{ account: 9, amount: -101 }] } };
    const { result, statements } = post(dear, {});
    expect(result).toMatchObject({ outcome: 'declined' });
    expect(statements.at(-1)).toBe('ROLLBACK');
    expect(statements.some((sql) => sql.startsWith('INSERT'))).toBe(false);
    expect(post({ ...dear, mayBeNegative: () => true }, {}).result).toMatchObject({ outcome: 'acknowledged' });
  });
});

const connectionLost: SeenError = { errno: 60_001, sqlstate: '', message: 'The connection was lost.' };

function pledging(sumMin: number): Asked {
  return post({ ...order, posting: { ...order.posting, condition: { kind: 'pledge', account: 5, sumMin } } }, {});
}

function duplicateOf(key: string): SeenError {
  return { errno: 1062, sqlstate: '23000', message: `Duplicate entry '${key}' for key 'PRIMARY'` };
}

function post(payment: PaymentOrder, errors: Readonly<Record<string, SeenError>>): Asked {
  const scripted = scriptedSession(errors);
  postPayment(payment, { ...scripted.context, sending: 'per-statement', errors: mariadb.errors });
  return scripted.ended();
}
