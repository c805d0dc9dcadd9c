import { describe, expect, it } from 'vitest';
import { ApiAttempts, type AskApi } from '../../../../src/catalog/engines/http/api-attempt.js';
import type { ExchangeEnd } from '../../../../src/catalog/engines/http/held-connection.js';
import { pendingOf, type Pending } from '../../../../src/catalog/engines/words/pending.js';
import { paymentIdOf } from '../../../../src/kit/payment-id.js';
import type { AttemptResult, OperationContent } from '../../../../src/model/operation.js';
import { driverErrno, duplicateKeyErrno } from '../../../../src/model/outcome.js';
import { apiOf, apiPlan } from '../../../fixtures/api.js';

const runTag = 5;
const arrival = 40;
const posting: OperationContent = {
  kind: 'posting',
  amount: 9,
  legs: [
    { account: 1, amount: -9 },
    { account: 2, amount: 9 },
  ],
  hasOutboxEvent: false,
};

interface Outcome {
  readonly result: AttemptResult;
  readonly before: readonly AttemptResult[];
  readonly asked: readonly string[];
}

/** Ends with the answers in their order. */
function performed(
  ends: readonly ExchangeEnd[],
  { retry = 'idempotent 3', bug = '', attempt = 1, content = posting } = {},
): Outcome {
  const plan = apiPlan(`{ gateway: reference${bug} }`, `{ connections: 2, threads: 1, retry: ${retry} }`);
  const order = {
    plan,
    runTag,
    flavor: 'mariadb',
    nodes: [],
    route: { writable: [] },
    journalDirectory: '',
    clockOriginMs: 0,
    thread: 0,
    threads: 1,
  };
  const pending: Pending = {
    ...pendingOf({ index: arrival, intendedStartMs: 0, content: { operation: 0, zone: 0, content } }),
    attempt,
  };
  const left = [...ends];
  const asked: string[] = [];
  const api: AskApi = {
    ask({ method, path, body = '{}' }, done) {
      asked.push(`${method} ${path} ${(JSON.parse(body) as { payment_id?: number }).payment_id ?? ''}`.trim());
      done(left.shift() as ExchangeEnd);
    },
  };
  let ended: Omit<Outcome, 'asked'> | null = null;
  new ApiAttempts(order, apiOf(plan), ['transfer']).perform(pending, api, (result, before = []) => {
    ended = { result, before };
  });
  if (ended === null) throw new Error('It has not ended.');
  return { ...(ended as Omit<Outcome, 'asked'>), asked };
}

const answer = (status: number, body = {}): ExchangeEnd => ({ answer: { status, body: JSON.stringify(body) } });
const lost: ExchangeEnd = { error: { errno: driverErrno.connectionLost, sqlstate: '', message: 'gone' } };

describe('an attempt to pay', () => {
  it('that got no answer is in doubt, and so is one that no rule explains', () => {
    expect(performed([lost]).result).toMatchObject({
      outcome: 'in-doubt',
      errno: driverErrno.connectionLost,
      step: 'commit',
    });
    expect(performed([answer(504)]).result).toMatchObject({ outcome: 'in-doubt', errno: 504 });
  });

  it('that was certainly not executed is aborted, and carries the status', () => {
    expect(performed([answer(503, { status: 'not-executed' })]).result).toMatchObject({
      outcome: 'aborted',
      errno: 503,
    });
  });

  it('is acknowledged by a replay when an earlier one was sent under the same id, and by nothing else of the kind', () => {
    expect(performed([answer(409)], { attempt: 2 }).result).toMatchObject({
      outcome: 'acknowledged',
      errno: duplicateKeyErrno,
    });
    expect(performed([answer(409)]).result.outcome).toBe('in-doubt');
    expect(performed([answer(409)], { attempt: 2, retry: 'naive 3' }).result.outcome).toBe('in-doubt');
  });

  it('takes a new id each time when the client is naive', () => {
    const id = paymentIdOf(runTag, arrival * 3 + 1);
    expect(performed([answer(201)], { attempt: 2, retry: 'naive 3' }).asked).toEqual([`POST /payments ${id}`]);
  });
});

describe('a read', () => {
  it('changes nothing, so nothing about it is in doubt', () => {
    const content: OperationContent = { kind: 'read', accounts: [1] };
    expect(performed([lost], { content }).result).toMatchObject({ outcome: 'aborted', step: 'read' });
    expect(performed([answer(504)], { content }).result).toMatchObject({ outcome: 'aborted', step: 'read' });
    expect(performed([answer(200)], { content }).result.outcome).toBe('acknowledged');
  });
});

describe('a question for an earlier payment', () => {
  const content: OperationContent = { kind: 'status', original: 12 };

  it('names that one, and hears the truth also when it is not there', () => {
    const id = paymentIdOf(runTag, 12);
    expect(performed([answer(404)], { content })).toMatchObject({
      result: { outcome: 'acknowledged', found: false },
      asked: [`GET /payments/${id}`],
    });
    expect(performed([answer(200)], { content }).result).toMatchObject({ outcome: 'acknowledged', found: true });
    const unanswered = performed([answer(503)], { content }).result;
    expect(unanswered.outcome).toBe('aborted');
    expect(unanswered).not.toHaveProperty('found');
  });
});

describe('a careful client', () => {
  const again = { retry: 'status-query 3', attempt: 2 };
  const id = paymentIdOf(runTag, arrival);

  it('asks for the payment before it pays again, and pays only when it is not there', () => {
    const found = performed([answer(200)], again);
    expect(found).toMatchObject({ result: { outcome: 'acknowledged', step: 'read' }, asked: [`GET /payments/${id}`] });
    const absent = performed([answer(404), answer(201)], again);
    expect(absent).toMatchObject({
      result: { outcome: 'acknowledged', step: 'done' },
      asked: [`GET /payments/${id}`, `POST /payments ${id}`],
    });
  });

  it('that got no answer to its question has done nothing', () => {
    expect(performed([answer(503)], again).result).toMatchObject({ outcome: 'aborted', step: 'read' });
  });
});

describe('behind a gateway that pays again by itself', () => {
  const naive = { retry: 'naive 2', bug: ', bug: naive-retry' };
  const [first, second] = [0, 1].map((attempt) => paymentIdOf(runTag, arrival * 2 + attempt));

  it('what it began before the payment that it tells of is in doubt', () => {
    const told = performed([answer(201, { payment_id: second })], naive);
    expect(told.result.outcome).toBe('acknowledged');
    expect(told.before.map(({ outcome }) => outcome)).toEqual(['in-doubt']);
    expect(performed([answer(201, { payment_id: first })], naive).before).toEqual([]);
  });

  it('every payment that it may have made is in doubt when it does not say', () => {
    expect(performed([lost], naive).before).toHaveLength(1);
    expect(performed([answer(503, { status: 'not-executed' })], naive).before).toEqual([]);
  });

  it('an id of somebody else is no payment of this arrival', () => {
    const others = paymentIdOf(runTag, arrival * 2 + 3);
    expect(performed([answer(201, { payment_id: others })], naive).before).toEqual([]);
  });
});
