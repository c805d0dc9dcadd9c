/** What a client that asks before it pays again says to the server, and makes of the answer. */
import { describe, expect, it } from 'vitest';
import { mariadb } from '../../../src/catalog/flavors/mariadb.js';
import { postUnlessThere } from '../../../src/ledger/post-unless-there.js';
import { sendings, type Sending } from '../../../src/model/scenario.js';
import type { SeenError } from '../../../src/mysql/classify-error.js';
import { paymentId, transferOrder as order } from '../../fixtures/transfer-order.js';
import { scriptedSession, type Asked } from '../../fixtures/scripted-session.js';

const question = `SELECT payment_id FROM payment WHERE payment_id = ${paymentId}`;

describe.each(sendings)('sent %s', (sending) => {
  it('a payment that is there is not sent again, and was acknowledged by the answer to a read', () => {
    const { result, statements } = ask(sending, { isThere: true });
    expect(result).toMatchObject({ outcome: 'acknowledged', step: 'read', errno: 0, isConnectionUsable: true });
    expect(statements.filter((sql) => sql !== 'ROLLBACK')).toEqual([question]);
  });

  it('a payment that is not there is sent, once the question has left nothing behind', () => {
    const { result, requests } = ask(sending, { isThere: false });
    expect(result).toMatchObject({ outcome: 'acknowledged', step: 'done' });
    expect(requests[0]).toEqual(sending === 'pipelined' ? [question, 'ROLLBACK'] : [question]);
    expect(requests.flat().filter((sql) => sql.startsWith('INSERT INTO payment'))).toHaveLength(1);
    expect(requests.flat().at(-1)).toBe('COMMIT');
  });

  it('a question without an answer ends the attempt without effect: nothing was sent', () => {
    const lost = { errno: 60_002, sqlstate: '', message: 'No answer within the transaction timeout.' };
    const { result, statements, isClosed } = ask(sending, { isThere: false, errors: { [question]: lost } });
    expect(result).toMatchObject({ outcome: 'aborted', step: 'read', errno: 60_002, isConnectionUsable: false });
    expect(statements.some((sql) => sql.startsWith('INSERT'))).toBe(false);
    expect(isClosed).toBe(true);
  });

  it('a payment that appears behind the question is found by its key', () => {
    const taken = { errno: 1062, sqlstate: '23000', message: `Duplicate entry '${paymentId}' for key 'PRIMARY'` };
    const { result } = ask(sending, { isThere: false, errors: { 'INSERT INTO payment': taken } });
    expect(result).toMatchObject({ outcome: 'acknowledged', errno: 1062 });
  });
});

interface Script {
  readonly isThere: boolean;
  readonly errors?: Readonly<Record<string, SeenError>>;
}

function ask(sending: Sending, { isThere, errors = {} }: Script): Asked {
  const scripted = scriptedSession(errors, { isEmpty: (sql) => sql === question && !isThere });
  postUnlessThere(order, { ...scripted.context, sending, errors: mariadb.errors });
  return scripted.ended();
}
