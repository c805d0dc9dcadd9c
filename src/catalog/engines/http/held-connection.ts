/**
 * One connection of autocannon, held back. By itself it sends its next request as soon as the last was answered, and connects again at once, in a tight loop where
 * nobody listens. Here it waits for the next arrival that is due, comes back with a backoff, and forgets the request and the half of an answer that a lost connection leaves behind.
 */
import type { Socket } from 'node:net';
import { driverErrno } from '../../../model/outcome.js';
import type { SeenError } from '../../../mysql/classify-error.js';
import type { Backoff } from '../words/backoff.js';
import type { Lane } from '../words/carrier.js';
import type { ApiAnswer } from './read-answer.js';
import type { ApiRequest } from './request-builder.js';

/** What is relied upon of autocannon's client. Names with an underscore are its own: the version is pinned, and a test against a real server holds it to them. */
export interface AutocannonClient {
  readonly conn?: Socket;
  readonly secure: boolean;
  readonly parser: { reinitialize(type: 'RESPONSE'): void };
  readonly pipelinedRequests: { clear(): void };
  on(event: 'connError', listener: (error: Error) => void): unknown;
  setRequests(requests: readonly (ApiRequest & { readonly onResponse: OnResponse })[]): void;
  destroy(): void;
  _connect(): void;
  _doRequest(): void;
  _destroyConnection(): void;
}

type OnResponse = (
  status: number,
  body: string,
  context: unknown,
  headers: Readonly<Record<string, string | readonly string[]>>,
) => void;

/** How an exchange ended: with an answer, or without one. */
export type ExchangeEnd = { readonly answer: ApiAnswer } | { readonly error: SeenError };

export interface HeldOptions {
  readonly id: number;
  readonly nowMs: () => number;
  readonly backoff: Backoff;
  /** The longest that a request may stay unanswered: autocannon itself knows whole seconds only. */
  readonly timeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly onIdle: () => void;
  readonly onRead: () => void;
  readonly onConnectError: (error: SeenError) => void;
}

interface Exchange {
  readonly startMs: number;
  answer: ApiAnswer | null;
  isLast: boolean;
  readonly done: (end: ExchangeEnd) => void;
}

export class HeldConnection implements Lane {
  readonly id: number;
  /** Nothing has been sent on it yet. */
  isFresh = true;
  /** Carries an attempt, of which each exchange is a part. */
  isBusy = false;
  readonly #options: HeldOptions;
  #state: 'waiting' | 'opening' | 'open' | 'closed' = 'waiting';
  #client: AutocannonClient | null = null;
  #exchange: Exchange | null = null;
  #lastError: Error | null = null;
  #openingSinceMs = 0;
  #connect: () => void = () => undefined;
  #send: () => void = () => undefined;

  constructor(options: HeldOptions) {
    this.#options = options;
    this.id = options.id;
  }

  get isOpen(): boolean {
    return this.#state === 'open';
  }

  get isIdle(): boolean {
    return this.isOpen && !this.isBusy;
  }

  /** Before the client connects for the first time. */
  hold(client: AutocannonClient): void {
    this.#client = client;
    this.#connect = client._connect.bind(client);
    this.#send = client._doRequest.bind(client);
    client._connect = () => this.#onLost();
    client._doRequest = () => this.#onNext();
    client.on('connError', (error) => {
      this.#lastError = error;
    });
  }

  /** Only one at a time, and only on an open connection. */
  ask(request: ApiRequest, done: (end: ExchangeEnd) => void): void {
    const exchange: Exchange = { startMs: this.#options.nowMs(), answer: null, isLast: false, done };
    this.#exchange = exchange;
    this.isFresh = false;
    const onResponse: OnResponse = (status, body, _context, headers) => {
      exchange.answer = { status, body };
      exchange.isLast = isClosing(headers);
    };
    this.#client?.setRequests([{ ...request, onResponse }]);
    this.#send();
  }

  /** Called every few milliseconds. */
  tend(): void {
    const { nowMs, backoff, timeoutMs, connectTimeoutMs } = this.#options;
    if (this.#state === 'waiting' && this.#client !== null && backoff.isOver) this.#open(this.#client);
    if (this.#exchange !== null && nowMs() - this.#exchange.startMs >= timeoutMs) {
      return this.giveUp('No answer within the transaction timeout.');
    }
    if (this.#state !== 'opening' || nowMs() - this.#openingSinceMs < connectTimeoutMs) return;
    this.#lose({ errno: driverErrno.connectTimeout, sqlstate: '', message: 'No connection in time.' });
  }

  giveUp(message: string): void {
    if (this.#exchange !== null) this.#lose({ errno: driverErrno.timeout, sqlstate: '', message });
  }

  close(): void {
    this.#state = 'closed';
    this.#exchange = null;
    this.#client?.destroy();
  }

  #open(client: AutocannonClient): void {
    const { nowMs, onRead } = this.#options;
    this.#state = 'opening';
    this.#openingSinceMs = nowMs();
    this.#lastError = null;
    client.pipelinedRequests.clear();
    client.parser.reinitialize('RESPONSE');
    this.#connect();
    const { conn } = client;
    conn?.setNoDelay();
    conn?.once(client.secure ? 'secureConnect' : 'connect', () => this.#onOpen());
    conn?.on('data', onRead);
  }

  #onOpen(): void {
    if (this.#state !== 'opening') return;
    this.#state = 'open';
    this.isFresh = true;
    if (!this.isBusy) this.#options.onIdle();
  }

  /** Autocannon would send the next request: the last was answered, or there was none. */
  #onNext(): void {
    const exchange = this.#exchange;
    if (exchange?.answer == null) return;
    this.#exchange = null;
    this.#options.backoff.worked();
    // Who says that he will hang up gets no further request.
    if (exchange.isLast) this.#hangUp();
    exchange.done({ answer: exchange.answer });
  }

  /** Autocannon would connect again: it was told of an error or an end. */
  #onLost(): void {
    if (this.#state === 'waiting' || this.#state === 'closed') return;
    const message = this.#lastError?.message ?? 'The API closed the connection.';
    const errno = this.#state === 'opening' ? driverErrno.unreachable : driverErrno.connectionLost;
    this.#lose({ errno, sqlstate: '', message });
  }

  #lose(error: SeenError): void {
    const { backoff, onConnectError } = this.#options;
    const wasOpening = this.#state === 'opening';
    const exchange = this.#exchange;
    this.#exchange = null;
    this.#hangUp();
    // An idle connection may come back at once: nobody is known to refuse it.
    if (wasOpening || exchange !== null) backoff.failed();
    if (wasOpening) onConnectError(error);
    exchange?.done({ error });
  }

  #hangUp(): void {
    this.#state = 'waiting';
    if (this.#client?.conn !== undefined) this.#client._destroyConnection();
  }
}

function isClosing(headers: Readonly<Record<string, string | readonly string[]>>): boolean {
  return Object.entries(headers).some(
    ([name, value]) => name.toLowerCase() === 'connection' && String(value).toLowerCase() === 'close',
  );
}
