import { describe, expect, it } from 'vitest';
import { isSecret, redactSecrets } from '../../../src/kit/redact.js';
import { problemLines, problemsIn, readText, soundScenario } from '../../fixtures/scenario-text.js';

const withApi = (api: string, rest = ''): string => `${soundScenario}api: ${api}\n${rest}`;

describe('the section api', () => {
  it('is absent where payments go to the target itself, and complete where it is there', () => {
    expect(readText(soundScenario)).not.toHaveProperty('api');
    const { api } = readText(withApi('{ gateway: reference }'));
    expect(api).toMatchObject({
      gateway: { kind: 'reference', bug: null },
      urls: [],
      idempotencyHeader: 'Idempotency-Key',
    });
    expect(Object.keys(api?.requests ?? {})).toEqual(['payment', 'read', 'history', 'status']);
    expect(readText(withApi('{ url: [http://a.test:81, https://b.test/] }')).api?.urls).toEqual([
      'http://a.test:81',
      'https://b.test',
    ]);
  });

  it('tells all that is wrong in it at once, each at its line, with what was meant', () => {
    const api = `
  url: ftp://pay.test
  requests:
    payment: { path: payments, body: '{"id":{payment}}' }
    transfr: {}
  answers:
    aborted: [6xx, 503 if status]
  headers: { X-To: '{payeee}' }`;
    const problems = problemsIn(withApi(api));
    expect(problems.map(({ line, message, remedy }) => `${line} ${message} ${remedy ?? ''}`)).toEqual([
      '15 "ftp://pay.test" is not the address of an API. Begin it with http:// or https://.',
      '17 "payments" is not the path of a request. Begin it with a slash, without spaces.',
      '17 The placeholder {payment} is unknown. Did you mean {payment_id}?',
      '18 The key "transfr" is unknown here. Did you mean "transfer"?',
      '20 "6xx" is not a rule for answers. Write 2xx, for example.',
      '20 "503 if status" is not a rule for answers. Write 2xx, for example.',
      '21 The placeholder {payeee} is unknown. Did you mean {payee}?',
    ]);
  });

  it.each([
    ['{}', 'Either url or gateway says where payments are sent.'],
    ['{ url: http://a.test, gateway: reference }', 'Either url or gateway says where payments are sent.'],
    ['{ url: http://a.test, bug: naive-retry }', 'A bug can only be planted in the reference gateway.'],
    [
      '{ gateway: reference, bug: naive-retry }',
      'A gateway that pays again under new ids needs a client whose payments have more than one id.',
    ],
    ['{ url: http://user:word@a.test }', 'The address of the API holds credentials.'],
    ['{ url: http://a.test/v1 }', '"http://a.test/v1" says more than where the API is.'],
  ])('%s is refused', (api, message) => {
    expect(problemLines(withApi(api)).join('\n')).toContain(message);
  });

  it('takes a bug that pays again where the payments of a client have several ids', () => {
    const text = withApi('{ gateway: reference, bug: naive-retry }', 'client: { retry: naive 2 }\n');
    expect(readText(text).api?.gateway?.bug).toBe('naive-retry');
  });

  it('keeps secrets of headers out of what is written down', () => {
    const api = `{ url: http://a.test, headers: { Authorization: "Bearer \${TOKEN}", Cookie: "\${TOKEN}", X-Api-Key: "\${TOKEN}" } }`;
    const scenario = readText(withApi(api), { environment: { TOKEN: 'hunter2' } });
    expect(JSON.stringify(scenario)).toContain('Bearer hunter2');
    expect(JSON.stringify(redactSecrets(scenario))).not.toContain('hunter2');
  });

  it('takes a reference behind a scheme for no secret in clear, and anything else for one', () => {
    expect(isSecret('Authorization', 'Bearer ${API_TOKEN}')).toBe(false);
    expect(isSecret('Authorization', 'Bearer hunter2')).toBe(true);
    expect(isSecret('authorization', '${API_TOKEN}')).toBe(false);
  });
});
