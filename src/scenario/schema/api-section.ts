/** The section `api`: a payment API in front of the target. Its defaults are those of the reference gateway, so that it needs no templates at all. */
import { z } from 'zod';
import { literalSchema } from '../../kit/literal-schema.js';
import { gatewayBugs, type AnswerRule, type ApiSettings, type RequestTemplate } from '../../model/api.js';
import type { OperationKind } from '../../model/operation.js';
import { parseAnswerRule } from '../api/parse-answer-rule.js';
import { parseApiUrl, parsePath, parseTemplate } from '../api/parse-template.js';

const template: z.ZodType<string, string> = literalSchema({
  what: 'a text with placeholders',
  parse: parseTemplate,
  form: { type: 'string', examples: ['{payment_id}', 'Bearer ${API_TOKEN}'] },
});
const path: z.ZodType<string, string> = literalSchema({
  what: 'a path',
  parse: parsePath,
  form: { type: 'string', pattern: '^/', examples: ['/payments', '/payments/{payment_id}'] },
});
const url: z.ZodType<string, string> = literalSchema({
  what: 'a URL',
  parse: parseApiUrl,
  form: { type: 'string', pattern: '^https?://', examples: ['https://pay.example.com', '${API_URL}'] },
});
const rule: z.ZodType<AnswerRule, string> = literalSchema({
  what: 'a rule',
  parse: parseAnswerRule,
  form: { type: 'string', examples: ['2xx', '409', '503 if status = not-executed'] },
});
const headers = z.record(z.string().regex(/^[\w!#$%&'*+.^`|~-]+$/u, 'This is not the name of a header.'), template);

const paymentBody =
  '{"payment_id":{payment_id},"operation":"{operation}","amount":{amount},"legs":{legs},"outbox":{outbox},"state":"{state}","original_id":{original_id},"condition":{condition},"attempt":{attempt},"client_time":{client_time}}';
const defaults = {
  payment: { method: 'POST', path: '/payments', body: paymentBody },
  read: { method: 'GET', path: '/accounts?ids={accounts}', body: '' },
  history: { method: 'GET', path: '/accounts/{accounts}/history', body: '' },
  status: { method: 'GET', path: '/payments/{payment_id}', body: '' },
} as const;
type Standing = keyof typeof defaults;

function request(standing: Standing) {
  const standard = defaults[standing];
  return z.strictObject({
    method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).default(standard.method).describe('Method of the request.'),
    path: path.prefault(standard.path).describe('Path and query; placeholders in braces are filled in.'),
    headers: headers.default({}).describe('Sent with this request beside `api.headers`.'),
    body: template.prefault(standard.body).describe('Body, sent as JSON; placeholders in braces are filled in, and an empty text sends none.'),
  });
}

function rules(standing: readonly string[], meaning: string) {
  return z.array(rule).max(50).prefault([...standing]).describe(meaning);
}

const answers = z.strictObject({
  acknowledged: rules(['2xx'], 'Answers that say that the payment has been posted.'),
  replayed: rules(['409'], 'Answers to a retry that say that the payment had been posted already.'),
  declined: rules(['402', '422'], 'Answers of the business: the payment was refused and has no effect, such as for lack of money.'),
  aborted: rules(
    ['4xx', '503 if status = not-executed'],
    'Answers that prove that the payment had no effect. What no rule names is in doubt: who claims more than he can prove invents phantoms.',
  ),
  present: rules(['2xx'], 'Answers to a question for a payment that say that it is there.'),
  absent: rules(['404'], 'Answers to a question for a payment that say that it is not there, such as `200 if result = NOT_FOUND`. What neither names tells nothing, and the question counts as failed.'),
  payment_id: z.string().default('payment_id').describe('Field of the body that says under which id the payment was posted.'),
});

export function apiSection(operations: readonly OperationKind[]) {
  // Two of them are called as the requests that they are.
  const others = operations.filter(({ kind }) => !Object.hasOwn(defaults, kind));
  const own = others.map(({ kind, effect }) => {
    const standing = effect === 'read' ? 'read' : 'payment';
    return [kind, request(standing).optional().describe(`The request of this operation, where it is not that of \`${standing}\`.`)] as const;
  });
  const requests = z.strictObject({
    payment: request('payment').prefault({}).describe('The request of every operation that moves money.'),
    read: request('read').prefault({}).describe('The request of every operation that only looks.'),
    history: request('history').prefault({}).describe('Asks for the latest entries of an account.'),
    status: request('status').prefault({}).describe('Asks for a payment, for the operation `status` and for `client.retry: status-query`. To be written with an API of your own, together with `answers.present` and `answers.absent` where they differ.'),
    ...Object.fromEntries(own),
  }).meta({ additionalProperties: { type: 'object', description: 'The request of an operation that the scenario brings with it.' } });
  return z
    .strictObject({
      url: z.union([url, z.array(url).min(1).max(64)]).optional().describe('Where an API of your own is reached; several addresses share the connections.'),
      gateway: z.enum(['reference']).optional().describe('The reference gateway of `examples/gateway`, which paystorm starts in front of the target for the run.'),
      bug: z.enum(gatewayBugs).optional().describe('A bug planted in the reference gateway: `naive-retry` pays again under a new id after an error at COMMIT; needs `client.retry: naive N`.'),
      headers: headers.default({}).describe('Sent with every request; secrets by reference: Authorization: "Bearer ${API_TOKEN}".'),
      idempotency_header: z.string().default('Idempotency-Key').describe('Header that carries the id of the payment.'),
      requests: requests.prefault({}).describe('What requests look like.'),
      answers: answers.prefault({}).describe('What answers mean: statuses, and words in fields of the body. The narrowest rule that fits decides.'),
    })
    .refine((api) => (api.url === undefined) !== (api.gateway === undefined), {
      message: 'Either url or gateway says where payments are sent.',
      params: { expected: 'url: http://…, or gateway: reference' },
    })
    .refine((api) => api.bug === undefined || api.gateway !== undefined, {
      path: ['bug'],
      message: 'A bug can only be planted in the reference gateway.',
      params: { remedy: 'Write gateway: reference instead of url.' },
    });
}

type Decoded = ReturnType<ReturnType<typeof apiSection>['parse']>;

export function apiOf({ url: where, gateway, bug, headers: common, answers: read, ...api }: Decoded): ApiSettings {
  const { payment_id: paymentId, ...meanings } = read;
  return {
    gateway: gateway === undefined ? null : { kind: gateway, bug: bug ?? null },
    urls: where === undefined ? [] : [where].flat(),
    headers: common,
    idempotencyHeader: api.idempotency_header,
    requests: Object.fromEntries(Object.entries(api.requests).flatMap(([name, each]) => (each === undefined ? [] : [[name, templateOf(each)]]))),
    answers: { ...meanings, paymentId },
  };
}

function templateOf(decoded: { readonly method: string; readonly path: string; readonly headers: Readonly<Record<string, string>>; readonly body: string }): RequestTemplate {
  const { body, ...rest } = decoded;
  return { ...rest, body: body === '' ? null : body };
}
