import { describe, expect, it } from 'vitest';
import { AnswerReader } from '../../../../src/catalog/engines/http/read-answer.js';
import { apiOf, apiPlan } from '../../../fixtures/api.js';

function readerOf(answers: string): AnswerReader {
  return new AnswerReader(
    apiOf(apiPlan(`{ url: http://localhost:1, requests: { status: {} }, answers: ${answers} }`)).answers,
  );
}

describe('by default', () => {
  const reader = readerOf('{}');

  it.each([
    [200, 'acknowledged'],
    [201, 'acknowledged'],
    [402, 'declined'],
    [422, 'declined'],
    [409, 'replayed'],
    [400, 'aborted'],
    [429, 'aborted'],
    // Whoever claims that it had no effect without proof invents phantoms.
    [302, 'in-doubt'],
    [500, 'in-doubt'],
    [502, 'in-doubt'],
    [503, 'in-doubt'],
    [504, 'in-doubt'],
  ] as const)('%i means %s', (status, meaning) => {
    expect(reader.read({ status, body: 'no JSON' }).meaning).toBe(meaning);
  });

  it('503 proves that nothing happened only where its body says so', () => {
    expect(reader.read({ status: 503, body: '{"status":"not-executed"}' }).meaning).toBe('aborted');
    expect(reader.read({ status: 503, body: '{"status":"busy"}' }).meaning).toBe('in-doubt');
    expect(reader.read({ status: 504, body: '{"status":"not-executed"}' }).meaning).toBe('in-doubt');
  });

  it('a success says under which id the payment was posted, where it does', () => {
    expect(reader.read({ status: 201, body: '{"payment_id":12}' }).paymentId).toBe(12);
    expect(reader.read({ status: 201, body: '{}' }).paymentId).toBeNull();
    expect(reader.read({ status: 201, body: '' }).paymentId).toBeNull();
    expect(reader.read({ status: 402, body: '{"payment_id":12}' }).paymentId).toBeNull();
  });
});

describe('by rules of its own', () => {
  it('the narrowest one decides, whatever stands first', () => {
    const reader = readerOf(
      `{ acknowledged: [2xx], declined: ['200 if result.code = 51'], aborted: ['500-599 if result.code = 96', '503'] }`,
    );
    const meaningOf = (status: number, code: string) =>
      reader.read({ status, body: JSON.stringify({ result: { code } }) }).meaning;
    expect(meaningOf(200, '00')).toBe('acknowledged');
    expect(meaningOf(200, '51')).toBe('declined');
    expect(meaningOf(500, '96')).toBe('aborted');
    expect(meaningOf(500, '00')).toBe('in-doubt');
    expect(meaningOf(503, '00')).toBe('aborted');
    // What was given replaces the default.
    expect(meaningOf(404, '00')).toBe('in-doubt');
  });
});

describe('of a payment that was asked for', () => {
  it('2xx says that it is there and 404 that it is not, and nothing else says anything', () => {
    const statuses = [200, 404, 400, 302, 503].map((status) => presence(readerOf('{}'), status));
    expect(statuses).toEqual(['present', 'absent', 'unknown', 'unknown', 'unknown']);
  });

  it('an API that answers 200 to every question says it in its own words', () => {
    const reader = readerOf('{ present: [200 if result = POSTED], absent: [200 if result = NOT_FOUND] }');
    expect(presence(reader, 200, 'POSTED')).toBe('present');
    expect(presence(reader, 200, 'NOT_FOUND')).toBe('absent');
    expect(presence(reader, 200, 'PENDING')).toBe('unknown');
    expect(presence(reader, 404)).toBe('unknown');
  });
});

function presence(reader: AnswerReader, status: number, result = ''): string {
  return reader.presenceIn({ status, body: JSON.stringify({ result }) });
}
