/** What a payment says to the server when its statements are sent at once, and what it makes of the answers. */
import { describe, expect, it } from 'vitest';
import { mariadb } from '../../../src/catalog/flavors/mariadb.js';
import { postPayment } from '../../../src/ledger/post-payment.js';
import type { PaymentOrder } from '../../../src/ledger/payment-order.js';
import { readBalances } from '../../../src/ledger/read-balances.js';
import type { AttemptResult } from '../../../src/model/operation.js';
import type { SeenError } from '../../../src/mysql/classify-error.js';
import { paymentId, transferOrder as order } from '../../fixtures/transfer-order.js';
import { scriptedSession, type Asked } from '../../fixtures/scripted-session.js';

type AtOnce = 'batched' | 'pipelined';
const both = ['batched', 'pipelined'] as const;

const dear = { ...order, posting: { ...order.posting, legs: [{ account: 9, amount: -101 }] } };
const connectionLost: SeenError = { errno: 60_001, sqlstate: '', message: 'The connection was lost.' };
const made = [
  { kind: 'update', account: 4, version: 8, balance: 130 },
  { kind: 'update', account: 9, version: 8, balance: 70 },
];

describe('a payment that is sent ahead', () => {
  it('leaves in one write but for COMMIT, and says COMMIT when every answer was right', () => {
    const { requests, result } = post('pipelined', order);
    expect(requests.map((sent) => sent.map(headOf))).toEqual([
      [
        'SELECT @b0 := balance, @v0 := version, @a0 := account_id FROM account WHERE account_id = 4',
        'SELECT @b1 := balance, @v1 := version, @a1 := account_id FROM account WHERE account_id = 9',
        'UPDATE account',
        'UPDATE account',
        'INSERT INTO payment',
        'INSERT INTO entry',
        'INSERT INTO outbox',
      ],
      ['COMMIT'],
    ]);
    expect(result).toMatchObject({ outcome: 'acknowledged', isConnectionUsable: true, accesses: made });
  });

  it.each(['SELECT', 'UPDATE', 'INSERT INTO payment', 'INSERT INTO entry', 'INSERT INTO outbox'])(
    'never says COMMIT after an error at %s',
    (statement) => {
      const { statements, result } = post('pipelined', order, { [statement]: errorOf(1213) });
      expect(statements).not.toContain('COMMIT');
      expect(statements.at(-1)).toBe('ROLLBACK');
      expect(result).toMatchObject({ outcome: 'aborted', errno: 1213, step: 'statement' });
    },
  );

  it('is aborted when the connection is lost before COMMIT was said, and in doubt at COMMIT', () => {
    expect(post('pipelined', order, { 'INSERT INTO outbox': connectionLost }).result).toMatchObject({
      outcome: 'aborted',
      step: 'statement',
      isConnectionUsable: false,
    });
    const atCommit = post('pipelined', order, { COMMIT: connectionLost }).result;
    expect(atCommit).toMatchObject({ outcome: 'in-doubt', step: 'commit', accesses: made });
  });
});

describe('a payment in one text', () => {
  it('is a single request, with COMMIT at its end', () => {
    const { requests, result } = post('batched', order);
    expect(requests).toHaveLength(1);
    expect([requests[0]?.[0], requests[0]?.at(-1)]).toEqual(['BEGIN', 'COMMIT']);
    expect(result).toMatchObject({ outcome: 'acknowledged', accesses: made });
  });

  it('lets the server refuse what an account that is missing or not covered would spoil', () => {
    const [payment] = post('batched', order).statements.filter((sql) => sql.startsWith('INSERT INTO payment'));
    expect(payment).toContain("IF(@a0 = 4 AND @a1 = 9 AND @b1 >= 30, 'posted', NULL)");
  });

  it('lets the server number the entries by what it has locked', () => {
    const [entries] = post('batched', order).statements.filter((sql) => sql.startsWith('INSERT INTO entry'));
    expect(entries).toContain(
      '(30064771072, 0, 9, -30, @b1 + -30, @v1 + 1), (30064771072, 1, 4, 30, @b0 + 30, @v0 + 1)',
    );
  });

  it('is in doubt when the connection is lost anywhere: the server may have gone on to its end', () => {
    for (const statement of ['BEGIN', 'SELECT', 'INSERT INTO payment', 'COMMIT']) {
      expect(post('batched', order, { [statement]: connectionLost }).result, statement).toMatchObject({
        outcome: 'in-doubt',
        step: 'commit',
        isConnectionUsable: false,
      });
    }
  });

  it('is aborted by an error before COMMIT, because a text ends there', () => {
    const { statements, result } = post('batched', order, { 'INSERT INTO entry': errorOf(1213) });
    expect(result).toMatchObject({ outcome: 'aborted', step: 'statement' });
    expect(statements.at(-1)).toBe('ROLLBACK');
  });

  it('is not declined by a NULL elsewhere, nor where the money was there', () => {
    expect(post('batched', dear, { 'INSERT INTO outbox': errorOf(1048) }).result).toMatchObject({ outcome: 'aborted' });
    expect(post('batched', order, { 'INSERT INTO payment': errorOf(1048) }).result).toMatchObject({
      outcome: 'aborted',
    });
  });

  it('is judged by the client where a pledge is, which therefore says COMMIT itself', () => {
    const pledged: PaymentOrder = {
      ...order,
      posting: { ...order.posting, condition: { kind: 'pledge', account: 5, sumMin: 170 } },
    };
    const { requests, result } = post('batched', pledged);
    expect(requests.map((sent) => sent.at(-1))).toEqual([expect.stringContaining('INSERT INTO outbox'), 'COMMIT']);
    expect(result).toMatchObject({ outcome: 'acknowledged' });
    expect(result?.accesses?.[0]).toEqual({ kind: 'plain-read', account: 5, version: 7, balance: 100 });
  });
});

describe.each(both)('a payment that is sent at once (%s)', (sending) => {
  it('was acknowledged by an earlier attempt when COMMIT finds the id of a retry taken', () => {
    const taken = { errno: 1062, sqlstate: '23000', message: `Duplicate entry '${paymentId}' for key 'PRIMARY'` };
    expect(post(sending, order, { COMMIT: taken }).result).toMatchObject({ outcome: 'acknowledged', errno: 1062 });
  });

  it('is declined where the wallet lacks the money', () => {
    const { statements, result } = post(
      sending,
      dear,
      sending === 'batched' ? { 'INSERT INTO payment': errorOf(1048) } : {},
    );
    expect(result).toMatchObject({ outcome: 'declined', isConnectionUsable: true });
    expect(statements.at(-1)).toBe('ROLLBACK');
  });

  it('is declined when too little would be left on payer and second wallet', () => {
    const pledged: PaymentOrder = {
      ...order,
      posting: { ...order.posting, condition: { kind: 'pledge', account: 5, sumMin: 171 } },
    };
    const { statements, result } = post(sending, pledged);
    expect(result).toMatchObject({ outcome: 'declined' });
    expect(statements).not.toContain('COMMIT');
  });

  it('whose id is taken was acknowledged by an earlier attempt, in a retry only', () => {
    const taken = { errno: 1062, sqlstate: '23000', message: `Duplicate entry '${paymentId}' for key 'PRIMARY'` };
    const { statements, result } = post(sending, order, { 'INSERT INTO payment': taken });
    expect(result).toMatchObject({ outcome: 'acknowledged', errno: 1062, isConnectionUsable: true });
    expect(result?.accesses).toBeUndefined();
    expect(statements.at(-1)).toBe('ROLLBACK');
    const first = post(sending, { ...order, attempt: 1 }, { 'INSERT INTO payment': taken });
    expect(first.result).toMatchObject({ outcome: 'aborted', errno: 1062 });
  });

  it('of wallets that are only read is never in doubt', () => {
    for (const statement of ['SELECT', 'COMMIT']) {
      expect(read(sending, [9, 4], { [statement]: connectionLost })).toMatchObject({
        outcome: 'aborted',
        step: 'read',
      });
    }
    expect(read(sending, [9, 4], {})?.accesses).toEqual([
      { kind: 'plain-read', account: 9, version: 7, balance: 100 },
      { kind: 'plain-read', account: 4, version: 7, balance: 100 },
    ]);
  });
});

function headOf(sql: string): string {
  return sql.split(/ (?:SET|FOR|\()/u)[0] as string;
}

function errorOf(errno: number): SeenError {
  return { errno, sqlstate: errno === 1213 ? '40001' : '23000', message: 'what the server says' };
}

describe('a server, or somebody in between, that does not answer as it should', () => {
  it.each([
    [2_013, 'in-doubt', 'commit'],
    [9_001, 'in-doubt', 'commit'],
    // A proxy's word for a server that it has lost, under numbers of the server's own.
    [1_317, 'in-doubt', 'commit'],
    [1_907, 'in-doubt', 'commit'],
    [1_927, 'in-doubt', 'commit'],
    [1_290, 'aborted', 'statement'],
    [1_205, 'aborted', 'statement'],
    [1_213, 'aborted', 'statement'],
  ])('relays %i in the middle of a text: %s', (errno, outcome, step) => {
    const { result } = post('batched', order, { 'INSERT INTO payment': errorOf(errno) });
    expect(result).toMatchObject({ outcome, step, errno });
  });

  it('acknowledges nothing with fewer answers than there were statements', () => {
    const inOneText = post('batched', order, {}, { answeredMax: 8 }).result;
    expect(inOneText).toMatchObject({ outcome: 'in-doubt', step: 'commit', isConnectionUsable: false });
    const ahead = post('pipelined', order, {}, { answeredMax: 6 });
    expect(ahead.result).toMatchObject({ outcome: 'aborted', isConnectionUsable: false });
    expect(ahead.statements).not.toContain('COMMIT');
  });

  it.each([{}, { 'INSERT INTO entry': errorOf(1_213) }])(
    'leaves in doubt what was sent ahead on a connection that commits by itself',
    (errors) => {
      const { result, statements } = post('pipelined', order, errors, { status: 2 });
      expect(result).toMatchObject({ outcome: 'in-doubt', step: 'commit', isConnectionUsable: false });
      expect(statements).not.toContain('COMMIT');
    },
  );
});

function post(
  sending: AtOnce,
  payment: PaymentOrder,
  errors: Readonly<Record<string, SeenError>> = {},
  ways: Parameters<typeof scriptedSession>[1] = {},
): Asked {
  const scripted = scriptedSession(errors, ways);
  postPayment(payment, { ...scripted.context, sending, errors: mariadb.errors });
  return scripted.ended();
}

function read(
  sending: AtOnce,
  accounts: readonly number[],
  errors: Readonly<Record<string, SeenError>>,
): AttemptResult | undefined {
  const scripted = scriptedSession(errors);
  readBalances(accounts, { ...scripted.context, sending, errors: mariadb.errors });
  return scripted.ended().result;
}
