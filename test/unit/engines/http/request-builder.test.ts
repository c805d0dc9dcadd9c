import { describe, expect, it } from 'vitest';
import { RequestBuilder } from '../../../../src/catalog/engines/http/request-builder.js';
import type { Posting } from '../../../../src/model/operation.js';
import { apiOf, apiPlan } from '../../../fixtures/api.js';

const posting: Posting = {
  kind: 'posting',
  amount: 130,
  legs: [
    { account: 7, amount: -130 },
    { account: 900, amount: 125 },
    { account: 950, amount: 5 },
  ],
  hasOutboxEvent: true,
  state: 'captured',
  condition: { kind: 'pledge', account: 8, sumMin: 200 },
};
const payment = {
  paymentId: 4_294_967_301,
  originalId: 4_294_967_299,
  operation: 'qr-payment',
  content: posting,
  attempt: 2,
  clientTimeMs: 1_500,
};
const read = { ...payment, operation: 'balance', content: { kind: 'read', accounts: [3, 4] } as const };

describe('without templates', () => {
  const builder = new RequestBuilder(apiOf(apiPlan()));

  it('a payment is posted as JSON with all that the reference gateway writes, under a key that is its id', () => {
    const { method, path, headers, body = '' } = builder.attempt(payment);
    expect([method, path]).toEqual(['POST', '/payments']);
    expect(headers).toEqual({ 'Content-Type': 'application/json', 'Idempotency-Key': '4294967301' });
    expect(JSON.parse(body)).toEqual({
      payment_id: 4_294_967_301,
      operation: 'qr-payment',
      amount: 130,
      legs: posting.legs,
      outbox: true,
      state: 'captured',
      original_id: 4_294_967_299,
      condition: { kind: 'pledge', account: 8, sum_min: 200 },
      attempt: 2,
      client_time: 1_500,
    });
  });

  it('a read is a GET without body and key, and so is the question for a payment', () => {
    expect(builder.attempt(read)).toEqual({ method: 'GET', path: '/accounts?ids=3,4', headers: {} });
    const history = { ...read, operation: 'history', content: { kind: 'history', account: 3 } as const };
    expect(builder.attempt(history)).toMatchObject({ method: 'GET', path: '/accounts/3/history' });
    expect(builder.status(payment)).toEqual({ method: 'GET', path: '/payments/4294967301', headers: {} });
  });
});

describe('with templates of its own', () => {
  const api = `{ url: http://localhost:1, headers: { Authorization: 'Bearer x', X-Shop: '{payee}' }, idempotency_header: X-Key, requests: { status: {}, payment: { method: PUT, path: '/v2/{operation}/{payment_id}', body: '{"from":{payer},"sum":{amount}}' }, top-up: { path: /top-ups, headers: { X-Shop: none } } } }`;
  const builder = new RequestBuilder(apiOf(apiPlan(api)));

  it('placeholders are filled in wherever they stand', () => {
    const { method, path, headers, body } = builder.attempt(payment);
    expect([method, path, body]).toEqual(['PUT', '/v2/qr-payment/4294967301', '{"from":7,"sum":130}']);
    expect(headers).toMatchObject({ Authorization: 'Bearer x', 'X-Shop': '900', 'X-Key': '4294967301' });
  });

  it("an operation's own request goes before that of all payments, and its headers before the common ones", () => {
    const { method, path, headers } = builder.attempt({ ...payment, operation: 'top-up' });
    expect([method, path, headers['X-Shop']]).toEqual(['POST', '/top-ups', 'none']);
  });
});

it('a header that is written in another case is the same header', () => {
  const api = `{ url: http://localhost:1, headers: { content-type: application/vnd.pay+json, AUTHORIZATION: common }, requests: { status: {}, payment: { headers: { Authorization: own } } } }`;
  const { headers } = new RequestBuilder(apiOf(apiPlan(api))).attempt(payment);
  expect(headers).toEqual({
    'content-type': 'application/vnd.pay+json',
    'Idempotency-Key': '4294967301',
    Authorization: 'own',
  });
});
