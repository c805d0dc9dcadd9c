/**
 * Puts together what attempts saw and how they ended: the history that is searched for anomalies. A session is what one connection does
 * from its opening until it is given up.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readAccessFile } from '../../journal/access-file.js';
import { readAttemptFile } from '../../journal/attempt-file.js';
import { accessFileName, attemptFileName } from '../../journal/run-directory.js';
import { bufferedRanges } from '../../kit/buffered-legs.js';
import { arrivalBehind } from '../../kit/settlement-index.js';
import { paymentIdOf, paymentNumber, paymentsPerArrival } from '../../kit/payment-id.js';
import type { Access, History, TransactionEnd } from '../../model/history.js';
import type { Attempt, RunHeader } from '../../model/journal.js';
import { AttemptAccesses } from './attempt-accesses.js';
import { HistoryBuilder } from './history-builder.js';
import { Sessions } from './sessions.js';
import type { StoryNames } from './tell-story.js';

/** Later arrivals are left out: the search needs some hundred bytes for each. */
export const arrivalsMax = 1_000_000;

export interface HistorySource {
  readonly directory: string;
  readonly header: RunHeader;
  /** Arrivals acknowledged and not, or not whole, in the ledger. */
  readonly withdrawn: readonly number[];
  /** On the plan's axis: the journal holds everything that ended before. */
  readonly recordedUntilMs: number;
  /** Accounts that an arrival changes when it takes effect. */
  readonly accountsChangedBy: (arrival: number) => readonly number[];
}

export interface ReadHistory {
  readonly history: History;
  readonly names: StoryNames;
  /** Arrivals after the limit. */
  readonly leftOut: number;
}

/** Null for journals of older versions, which do not say what was seen. */
export function readHistory(source: HistorySource): ReadHistory | null {
  const { directory } = source;
  const { threads, connections } = source.header.plan.scenario.client;
  const gathered = new GatheredHistory(source);
  let isRecorded = false;
  for (let thread = 0; thread < Math.min(threads, connections); thread += 1) {
    const [attempts, seen] = [join(directory, attemptFileName(thread)), join(directory, accessFileName(thread))];
    if (!existsSync(attempts) || !existsSync(seen)) continue;
    isRecorded = true;
    const accesses = new AttemptAccesses();
    readAccessFile(seen, (arrival, attempt, access) => {
      if (arrivalBehind(source.header.plan, arrival) < arrivalsMax) accesses.add(arrival, attempt, access);
    });
    readAttemptFile(attempts, (attempt) => gathered.add(attempt, accesses.take(attempt.arrival, attempt.attempt)));
  }
  return isRecorded ? gathered.finish() : null;
}

class GatheredHistory {
  readonly #header: RunHeader;
  readonly #withdrawn: ReadonlySet<number>;
  readonly #builder = new HistoryBuilder();
  /** Transaction → its payment's number and operation. */
  readonly #numbers: number[] = [];
  readonly #perArrival: number;
  readonly #operations: number[] = [];
  readonly #sessions = new Sessions();
  #leftOut = 0;
  #completeUntilMs: number;
  readonly #accountsChangedBy: HistorySource['accountsChangedBy'];
  readonly #doubtfulFromMs = new Map<number, number>();

  constructor({ header, withdrawn, recordedUntilMs, accountsChangedBy }: HistorySource) {
    this.#header = header;
    this.#perArrival = paymentsPerArrival(header.plan.scenario.client.retry);
    this.#withdrawn = new Set(withdrawn);
    this.#completeUntilMs = recordedUntilMs;
    this.#accountsChangedBy = accountsChangedBy;
    // What the job that posts buffered credits makes of an account, no client has recorded.
    for (const { first, count } of bufferedRanges(header.plan)) {
      for (let account = first; account < first + count; account += 1)
        this.#doubtfulFromMs.set(account, Number.NEGATIVE_INFINITY);
    }
  }

  add(attempt: Attempt, accesses: readonly Access[]): void {
    if (arrivalBehind(this.#header.plan, attempt.arrival) >= arrivalsMax) {
      if (!attempt.isRetried) this.#leftOut += 1;
      this.#completeUntilMs = Math.min(this.#completeUntilMs, attempt.startMs);
      return;
    }
    if (attempt.attempt === 0) return;
    const session = this.#sessions.of(attempt);
    const end = this.#endOf(attempt);
    if (end === null) return;
    if (end === 'unknown' && !accesses.some(isWrite)) this.#noteDoubt(attempt);
    if (accesses.length === 0) return;
    const { node, startMs } = attempt;
    // What is in doubt may take effect long after the client has turned away.
    const endMs = end === 'unknown' ? Number.POSITIVE_INFINITY : attempt.endMs;
    this.#builder.add({ session, node, startMs, endMs, end, accesses });
    this.#numbers.push(paymentNumber(attempt.arrival, attempt.attempt, this.#perArrival));
    this.#operations.push(attempt.operation);
  }

  finish(): ReadHistory {
    const { operations, runTag, nodes } = this.#header;
    return {
      history: this.#builder.build({
        completeUntilMs: this.#completeUntilMs,
        doubtfulFromMs: this.#doubtfulFromMs,
      }),
      leftOut: this.#leftOut,
      names: {
        transaction: (at) => {
          const number = this.#numbers[at] ?? 0;
          return `${operations[this.#operations[at] ?? 0] ?? 'a payment'} ${paymentIdOf(runTag, number)}`;
        },
        node: (position) => nodes[position]?.name ?? 'an unknown node',
      },
    };
  }

  #noteDoubt({ arrival, startMs }: Attempt): void {
    for (const account of this.#accountsChangedBy(arrival)) {
      const before = this.#doubtfulFromMs.get(account) ?? Number.POSITIVE_INFINITY;
      this.#doubtfulFromMs.set(account, Math.min(before, startMs));
    }
  }

  #endOf({ outcome, arrival }: Attempt): TransactionEnd | null {
    switch (outcome) {
      case 'acknowledged':
        return this.#withdrawn.has(arrival) ? 'lost' : 'committed';
      case 'aborted':
        return 'aborted';
      case 'in-doubt':
        return 'unknown';
      case 'declined':
      case 'dropped':
        return null;
      default:
        return outcome satisfies never;
    }
  }
}

function isWrite({ kind }: Access): boolean {
  return kind === 'write' || kind === 'update';
}
