/** The administrator's connection to each server, kept from the first order on: a server that has become full takes no new one, not even to be healed. */
import { deadlineAfter, unlessAborted } from '../kit/abort.js';
import type { Query } from '../model/flavor.js';
import type { Administration, OrderOptions } from '../model/server-control.js';
import type { Endpoint } from '../model/topology.js';
import { orderTimeoutMs } from '../mysql/await-answer.js';
import { connect, type Connection } from '../mysql/connect.js';
import { isRefusal, isTimeout } from '../mysql/error-facts.js';

export class AdminConnections implements Administration {
  readonly #servers: { adminEndpoint(name: string): Endpoint };
  readonly #kept = new Map<string, Promise<Connection>>();

  constructor(servers: { adminEndpoint(name: string): Endpoint }) {
    this.#servers = servers;
  }

  async order(
    node: string,
    sql: string,
    { endsSession = false, timeoutMs = orderTimeoutMs, signal }: OrderOptions = {},
  ): ReturnType<Query> {
    using deadline = deadlineAfter(timeoutMs, signal);
    if (endsSession) return await this.#orderOnce(node, sql, deadline.signal);
    const kept = this.#kept.get(node) ?? this.#open(node);
    try {
      return await send(sql, kept, deadline.signal);
    } catch (error) {
      // It ended with its server, or hangs with it: the next order opens another.
      if (!isRefusal(error)) this.#giveUp(node, kept);
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const [node, kept] of this.#kept) this.#giveUp(node, kept);
  }

  async #orderOnce(node: string, sql: string, signal: AbortSignal): ReturnType<Query> {
    const opening = connect(this.#servers.adminEndpoint(node), { connectTimeoutMs: orderTimeoutMs, signal });
    const connection = await opening;
    try {
      return await send(sql, opening, signal);
    } catch (error) {
      if (isRefusal(error) || isTimeout(error) || signal.aborted) throw error;
      return [];
    } finally {
      connection.destroy();
    }
  }

  #open(node: string): Promise<Connection> {
    const onEnd = (): void => this.#giveUp(node, opening);
    const opening = connect(this.#servers.adminEndpoint(node), { connectTimeoutMs: orderTimeoutMs, onEnd });
    this.#kept.set(node, opening);
    opening.catch(onEnd);
    return opening;
  }

  #giveUp(node: string, connection: Promise<Connection>): void {
    if (this.#kept.get(node) === connection) this.#kept.delete(node);
    connection.then(
      (opened) => opened.destroy(),
      // Whoever gave the order is told why it could not be opened.
      () => undefined,
    );
  }
}

function send(sql: string, connection: Promise<Connection>, signal: AbortSignal): ReturnType<Query> {
  const answer = connection.then((opened) => {
    // Whoever gave the order may have given it up while this was opened.
    signal.throwIfAborted();
    return opened.query(sql);
  });
  return unlessAborted(answer, signal);
}
