/** Waits until a server answers a question the right way; every try has a connection and a deadline of its own, so that a hung server cannot hold it. */
import { pollUntil } from '../kit/abort.js';
import type { Clock } from '../model/clock.js';
import type { Query } from '../model/flavor.js';
import type { Endpoint } from '../model/topology.js';
import { connect } from './connect.js';

const tryTimeoutMs = 1_000;
/** For orders, which a server under load must not escape by being slow. */
export const orderTimeoutMs = 10_000;

export interface AwaitAnswerOptions {
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly everyMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/** False when it did not happen in time. */
export function awaitAnswer(
  endpoint: Endpoint,
  isRight: (query: Query) => Promise<boolean>,
  { everyMs = 50, ...options }: AwaitAnswerOptions,
): Promise<boolean> {
  return pollUntil(() => ask(endpoint, isRight), { ...options, everyMs });
}

/** One question on a connection of its own; rejects when the server does not answer in time: a second, or longer for what must not be given up early. */
export async function ask<Answer>(
  endpoint: Endpoint,
  question: (query: Query) => Promise<Answer>,
  timeoutMs: number = tryTimeoutMs,
): Promise<Answer> {
  const connection = await connect(endpoint, { connectTimeoutMs: timeoutMs });
  try {
    return await question((sql) => connection.query(sql, { timeoutMs }));
  } finally {
    connection.destroy();
  }
}
