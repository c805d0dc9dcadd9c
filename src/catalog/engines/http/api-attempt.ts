/** Performs one attempt of an arrival over HTTP: asks for the payment first where the client is careful, sends it, and judges the answer. */
import {
  arrivalOf,
  numberOf,
  paymentIdOf,
  paymentNumber,
  paymentsPerArrival,
  runTagOf,
} from '../../../kit/payment-id.js';
import type { ApiSettings } from '../../../model/api.js';
import type { AttemptResult, OperationContent, Step } from '../../../model/operation.js';
import { duplicateKeyErrno } from '../../../model/outcome.js';
import type { ThreadOrder } from '../words/messages.js';
import type { Pending } from '../words/pending.js';
import type { ExchangeEnd } from './held-connection.js';
import type { RequestSubject } from './placeholders.js';
import { AnswerReader, type Presence, type ReadAnswer } from './read-answer.js';
import { RequestBuilder, type ApiRequest } from './request-builder.js';

/** `before`: what the API did by itself before the attempt that ended. */
export type AttemptDone = (result: AttemptResult, before?: readonly AttemptResult[]) => void;

export interface AskApi {
  ask(request: ApiRequest, done: (end: ExchangeEnd) => void): void;
}

export class ApiAttempts {
  readonly #order: ThreadOrder;
  readonly #operations: readonly string[];
  readonly #requests: RequestBuilder;
  readonly #answers: AnswerReader;
  readonly #perArrival: number;
  readonly #asksFirst: boolean;
  readonly #mayPayAgain: boolean;

  constructor(order: ThreadOrder, api: ApiSettings, operations: readonly string[]) {
    const { retry } = order.plan.scenario.client;
    this.#order = order;
    this.#operations = operations;
    this.#requests = new RequestBuilder(api);
    this.#answers = new AnswerReader(api.answers);
    this.#perArrival = paymentsPerArrival(retry);
    this.#asksFirst = retry.policy === 'status-query';
    this.#mayPayAgain = (api.gateway?.bug ?? null) !== null;
  }

  perform(pending: Pending, api: AskApi, done: AttemptDone): void {
    const { content } = pending.content;
    const subject = this.#subjectOf(pending);
    if (content.kind !== 'posting') {
      return api.ask(this.#requests.attempt(subject), (end) => done(this.#judgeRead(end, content.kind)));
    }
    const post = (): void =>
      api.ask(this.#requests.attempt(subject), (end) => {
        const read = 'answer' in end ? this.#answers.read(end.answer) : null;
        const result = this.#judge(end, read, pending);
        done(result, this.#earlier(pending, result, read));
      });
    if (pending.attempt === 1 || !this.#asksFirst || pending.settles !== null) return post();
    api.ask(this.#requests.status(subject), (end) => {
      if (this.#presenceIn(end) === 'absent') return post();
      const { found: _found, ...result } = this.#judgeStatus(end);
      done(result);
    });
  }

  #subjectOf({ index, attempt, content: { content, operation }, startMs, settles }: Pending): RequestSubject {
    const original = 'original' in content ? (content.original ?? null) : null;
    const originalId = original === null ? null : this.#idOf(original, settles?.attempt ?? 1);
    return {
      // Whoever asks for a payment asks for that one.
      paymentId: content.kind === 'status' && originalId !== null ? originalId : this.#idOf(index, attempt),
      originalId,
      operation: this.#operations[operation] as string,
      content,
      attempt: this.#perArrival === 1 ? attempt : 1,
      clientTimeMs: Math.round(startMs),
    };
  }

  #idOf(arrival: number, attempt: number): number {
    return paymentIdOf(this.#order.runTag, paymentNumber(arrival, attempt, this.#perArrival));
  }

  /** Nothing is written by it, so there is nothing to doubt. */
  #judgeRead(end: ExchangeEnd, kind: OperationContent['kind']): AttemptResult {
    if ('error' in end) return failed('aborted', 'read', end.error);
    if (kind === 'status') return this.#judgeStatus(end);
    const { meaning } = this.#answers.read(end.answer);
    if (meaning === 'acknowledged') return { ...succeeded('acknowledged'), step: 'read' };
    return failed('aborted', 'read', statusError(end));
  }

  /** That it is not there is an answer, too. */
  #judgeStatus(end: ExchangeEnd): AttemptResult {
    if ('error' in end) return failed('aborted', 'read', end.error);
    const presence = this.#presenceIn(end);
    if (presence === 'unknown') return failed('aborted', 'read', statusError(end));
    return { ...succeeded('acknowledged'), step: 'read', found: presence === 'present' };
  }

  #presenceIn(end: ExchangeEnd): Presence {
    return 'answer' in end ? this.#answers.presenceIn(end.answer) : 'unknown';
  }

  #judge(end: ExchangeEnd, read: ReadAnswer | null, { attempt }: Pending): AttemptResult {
    if ('error' in end) return failed('in-doubt', 'commit', end.error);
    switch (read?.meaning) {
      case 'acknowledged':
      case 'declined':
        return succeeded(read.meaning);
      case 'replayed':
        // Before there was an attempt under this id, nothing of ours can have been there.
        return attempt > 1 && this.#perArrival === 1
          ? { ...succeeded('acknowledged'), errno: duplicateKeyErrno, step: 'statement' }
          : failed('in-doubt', 'commit', statusError(end));
      case 'aborted':
        return failed('aborted', 'statement', statusError(end));
      default:
        return failed('in-doubt', 'commit', statusError(end));
    }
  }

  /** A gateway that pays again by itself says under which id it came through; what it began before is as doubtful as it was to it. Where it does not say, each payment that it may have made is in doubt. */
  #earlier(pending: Pending, { outcome }: AttemptResult, read: ReadAnswer | null): readonly AttemptResult[] {
    const last = this.#lastPaid(pending, outcome, read?.paymentId ?? null);
    const one = failed('in-doubt', 'commit', { errno: 0, message: '' });
    return Array.from({ length: Math.max(0, last - pending.attempt) }, () => one);
  }

  #lastPaid({ index, attempt }: Pending, outcome: AttemptResult['outcome'], paymentId: number | null): number {
    if (this.#mayPayAgain && outcome === 'in-doubt') return this.#perArrival;
    if (paymentId === null || runTagOf(paymentId) !== this.#order.runTag) return attempt;
    const number = numberOf(paymentId);
    return arrivalOf(number, this.#perArrival) === index ? (number % this.#perArrival) + 1 : attempt;
  }
}

function succeeded(outcome: 'acknowledged' | 'declined'): AttemptResult {
  return { outcome, errno: 0, step: 'done', message: '', isConnectionUsable: true };
}

function failed(
  outcome: 'aborted' | 'in-doubt',
  step: Step,
  { errno, message }: { readonly errno: number; readonly message: string },
): AttemptResult {
  return { outcome, errno, step, message, isConnectionUsable: true };
}

/** The status stands in the journal where an error number does: servers have none so low. */
function statusError(end: ExchangeEnd): { readonly errno: number; readonly message: string } {
  const status = 'answer' in end ? end.answer.status : 0;
  return { errno: status, message: `HTTP ${status}` };
}
