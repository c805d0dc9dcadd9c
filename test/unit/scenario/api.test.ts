import { describe, expect, it } from 'vitest';
import { createCatalog } from '../../../src/catalog/index.js';
import { isSecret, redactSecrets } from '../../../src/kit/redact.js';
import { readScenarioText } from '../../../src/scenario/read-scenario.js';
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

  it('refuses what works on connections to nodes and would do nothing behind it, each at its line', () => {
    const client = 'client:\n  routing: single\n  sending: per-statement\n  lock_order: unsorted\n';
    const gates = soundScenario.replace('  - lost', '  - response_time.p99{node=jkt-b} < 1s during steady\n  - lost');
    const rest = `api: { gateway: reference }\n${client}`;
    expect(problemLines(`${gates}${rest}`)).toEqual([
      '13:23 Which node served a payment an API does not tell, so that this gate could never be decided.',
      '17:12 client.routing would do nothing: with an API it is the API that decides which node serves a payment.',
      '18:12 client.sending would do nothing: with an API it is the API that decides how statements are sent to a node.',
      '19:15 client.lock_order would do nothing: with an API it is the API that decides in which order a payment locks its accounts.',
    ]);
    expect(problemLines(`${gates}${client}`)).toEqual([]);
  });

  it('refuses to shift traffic that goes to one API', () => {
    const zones = `{ url: 'mysql://u@h1:1', name: n1, zone: a }, { url: 'mysql://u@h2:1', name: n2, zone: b }`;
    const shift = '{ fault: shift-traffic, from: a, to: b, at: only }';
    const text = `name: story\ntarget: { topology: external, nodes: [${zones}] }\ntraffic: { phases: [{ name: only, for: 9s, rate: 9/s }] }\nfaults: [${shift}]\n`;
    const file = (api: string) => ({ name: 'story.yaml', text: `${text}${api}` });
    const read = (api: string) => readScenarioText(file(api), { environment: {} }, createCatalog());
    expect(() => read('api: { url: http://a.test, requests: { status: {} } }')).toThrow(
      '4:19  shift-traffic moves connections of clients from node to node, and here all of them go to the API.',
    );
    expect(() => read('')).not.toThrow();
  });

  it('needs a real database behind the reference gateway', () => {
    const text = `name: story\ntarget: { topology: simulated }\ntraffic: { phases: [{ name: only, for: 9s, rate: 9/s }] }\napi: { gateway: reference }\n`;
    const file = { name: 'story.yaml', text };
    expect(() => readScenarioText(file, { environment: {} }, createCatalog())).toThrow(
      '4:17  The reference gateway needs a real database behind it.',
    );
  });

  it('says how it is asked for a payment, where somebody asks and it is no gateway of paystorm', () => {
    const asking = soundScenario.replace('balance: 40', 'status: 40');
    expect(problemLines(`${asking}api: { url: http://a.test }\n`)).toEqual([
      expect.stringMatching(/The operation status asks .* how your API is asked for one is not written/u),
    ]);
    expect(problemLines(`${asking}api: { url: http://a.test, requests: { status: {} } }\n`)).toEqual([]);
    expect(problemLines(withApi('{ url: http://a.test }'))).toEqual([]);
    expect(problemLines(withApi('{ url: http://a.test }', 'client: { retry: status-query 3 }\n'))).toEqual([
      expect.stringMatching(/client\.retry: status-query asks/u),
    ]);
  });

  it('has one meaning for each answer, and one equals sign in a rule', () => {
    const answers = '{ declined: [200], aborted: [200, 4xx], absent: [2xx] }';
    expect(problemLines(withApi(`{ gateway: reference, answers: ${answers} }`))).toEqual([
      expect.stringContaining('200 stands under declined and under aborted, and can mean only one of them.'),
      expect.stringContaining('2xx stands under present and under absent, and can mean only one of them.'),
    ]);
    expect(problemLines(withApi('{ gateway: reference, answers: { declined: [200 if code == 51] } }'))).toEqual([
      expect.stringContaining('"200 if code == 51" has two equals signs.'),
    ]);
    const narrower = '{ declined: [200 if code = 51], absent: [200 if code = 25] }';
    expect(problemLines(withApi(`{ gateway: reference, answers: ${narrower} }`))).toEqual([]);
  });

  it('may have more connections than a database', () => {
    const many = 'client: { connections: 10k }\n';
    expect(readText(withApi('{ gateway: reference }', many)).client.connections).toBe(10_000);
    expect(problemLines(`${soundScenario}${many}`)).toEqual([
      '14:24 10000 connections are more than a database is asked for.',
    ]);
  });

  it('takes a bug that pays again where the payments of a client have several ids', () => {
    const text = withApi('{ gateway: reference, bug: naive-retry }', 'client: { retry: naive 2 }\n');
    expect(readText(text).api?.gateway?.bug).toBe('naive-retry');
  });

  it('keeps secrets of headers out of what is written down', () => {
    const api = `{ url: http://a.test, requests: { status: {} }, headers: { Authorization: "Bearer \${TOKEN}", Cookie: "\${TOKEN}", X-Api-Key: "\${TOKEN}" } }`;
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
