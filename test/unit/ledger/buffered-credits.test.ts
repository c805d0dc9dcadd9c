/** A payment whose credits are buffered: it locks, changes and enters only what it posts itself, whichever way its statements are sent. */
import { expect, it } from 'vitest';
import { mariadb } from '../../../src/catalog/flavors/mariadb.js';
import { postPayment } from '../../../src/ledger/post-payment.js';
import type { Leg } from '../../../src/model/operation.js';
import { sendings, type Sending } from '../../../src/model/scenario.js';
import { scriptedSession, type Asked } from '../../fixtures/scripted-session.js';

const payer = { account: 9, amount: -30 };
const merchant = { account: 4, amount: 29 };
const fee = { account: 6, amount: 1 };

it.each(sendings)(
  '%s: the account of a buffered credit is neither locked nor changed, and the buffer gets the entry',
  (sending) => {
    const { result, statements } = post(sending, ({ account }) => account === merchant.account);
    expect(result).toMatchObject({ outcome: 'acknowledged' });
    expect(result?.accesses?.map(({ account }) => account)).toEqual([6, 9]);
    expect(touching(statements, 4)).toEqual([
      'INSERT INTO buffered_entry (account_id, payment_id, leg, amount, client_time) VALUES (4, 7, 1, 29, 1000)',
    ]);
    const entries = statements.find((sql) => sql.startsWith('INSERT INTO entry')) ?? '';
    expect([...entries.matchAll(/\((7, \d+, \d+, -?\d+)/gu)].map(([, entry]) => entry)).toEqual([
      '7, 0, 9, -30',
      '7, 2, 6, 1',
    ]);
    expect(statements.findIndex((sql) => sql.includes('buffered_entry'))).toBeLessThan(statements.indexOf('COMMIT'));
  },
);

it('several buffered credits go into the buffer at once, each as the entry that it is', () => {
  const { statements } = post('per-statement', ({ amount }) => amount > 0);
  expect(statements.filter((sql) => sql.includes('buffered_entry'))).toEqual([
    'INSERT INTO buffered_entry (account_id, payment_id, leg, amount, client_time) VALUES (4, 7, 1, 29, 1000), (6, 7, 2, 1, 1000)',
  ]);
});

it('where nothing of a payment is buffered, the buffer is not written to', () => {
  const { statements } = post('per-statement', ({ account }) => account === 77);
  expect(statements.filter((sql) => sql.includes('buffered_entry'))).toEqual([]);
  expect(touching(statements, 4)).toHaveLength(3);
});

function post(sending: Sending, isBuffered: (leg: Leg) => boolean): Asked {
  const scripted = scriptedSession({});
  const order = {
    paymentId: 7,
    operation: 'qr-payment',
    attempt: 1,
    clientTimeMs: 1_000,
    originalId: null,
    posting: { kind: 'posting', amount: 30, legs: [payer, merchant, fee], hasOutboxEvent: true },
    mayBeNegative: () => false,
    isBuffered,
  } as const;
  postPayment(order, { ...scripted.context, sending, errors: mariadb.errors });
  return scripted.ended();
}

function touching(statements: readonly string[], account: number): readonly string[] {
  return statements.filter((sql) =>
    new RegExp(`account_id = ${account}\\b|\\(${account}, 7|7, \\d, ${account},`, 'u').test(sql),
  );
}
