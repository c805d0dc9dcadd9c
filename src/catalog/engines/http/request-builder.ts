/** Builds the request of an attempt from the scenario's templates. */
import type { ApiSettings, RequestTemplate } from '../../../model/api.js';
import type { OperationContent } from '../../../model/operation.js';
import { fillerOf, type Filled, type RequestSubject } from './placeholders.js';

/** As autocannon takes it. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

type Standing = 'payment' | 'read' | 'history' | 'status';

const standings: Readonly<Record<OperationContent['kind'], Standing>> = {
  posting: 'payment',
  read: 'read',
  history: 'history',
  status: 'status',
};

type Build = (subject: RequestSubject) => ApiRequest;

export class RequestBuilder {
  readonly #api: ApiSettings;
  /** By operation, and `status`. */
  readonly #builders = new Map<string, Build>();

  constructor(api: ApiSettings) {
    this.#api = api;
  }

  /** What asks the API to carry the arrival out. */
  attempt(subject: RequestSubject): ApiRequest {
    return this.#builderOf(subject.operation, standings[subject.content.kind])(subject);
  }

  /** What asks the API whether it has posted the payment. */
  status(subject: RequestSubject): ApiRequest {
    return this.#builderOf('status', 'status')(subject);
  }

  #builderOf(name: string, otherwise: Standing): Build {
    const known = this.#builders.get(name);
    if (known !== undefined) return known;
    const { requests, headers, idempotencyHeader } = this.#api;
    const template = requests[name] ?? requests[otherwise];
    if (template === undefined) throw new Error(`The scenario has no request for ${otherwise}.`);
    const key = otherwise === 'payment' ? { [idempotencyHeader]: '{payment_id}' } : {};
    const build = builderOf({ ...template, headers: merged(key, headers, template.headers) });
    this.#builders.set(name, build);
    return build;
  }
}

function builderOf({ method, path, headers, body }: RequestTemplate): Build {
  const fillPath = fillerOf(path);
  const fillBody = body === null ? null : fillerOf(body);
  const type = body === null ? {} : { 'Content-Type': 'application/json' };
  const fillHeaders = Object.entries(merged(type, headers)).map(([name, value]): [string, Filled] => [
    name,
    fillerOf(value),
  ]);
  return (subject) => ({
    method,
    path: fillPath(subject),
    headers: Object.fromEntries(fillHeaders.map(([name, fill]) => [name, fill(subject)])),
    ...(fillBody === null ? {} : { body: fillBody(subject) }),
  });
}

/** The last of a name wins, in whatever case it is written. */
function merged(...parts: readonly RequestTemplate['headers'][]): RequestTemplate['headers'] {
  const all = parts.flatMap((part) => Object.entries(part));
  return Object.fromEntries(new Map(all.map(([name, value]) => [name.toLowerCase(), [name, value] as const])).values());
}
