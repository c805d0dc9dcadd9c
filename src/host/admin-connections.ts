/** The administrator's connection to each server, kept from the first order on: a server that has become full takes no new one, not even to be healed. */
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

  async order(node: string, sql: string, { endsSession = false }: OrderOptions = {}): ReturnType<Query> {
    if (endsSession) return this.#orderOnce(node, sql);
    const kept = this.#kept.get(node);
    if (kept !== undefined) {
      try {
        return await send(sql, kept);
      } catch (error) {
        if (isRefusal(error)) throw error;
        // It ended with its server, or hung with it; the server may be back.
        this.#giveUp(node, kept);
      }
    }
    return send(sql, this.#open(node));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const [node, kept] of this.#kept) this.#giveUp(node, kept);
  }

  async #orderOnce(node: string, sql: string): ReturnType<Query> {
    const connection = await connect(this.#servers.adminEndpoint(node), { connectTimeoutMs: orderTimeoutMs });
    try {
      return await connection.query(sql, { timeoutMs: orderTimeoutMs });
    } catch (error) {
      if (isRefusal(error) || isTimeout(error)) throw error;
      return [];
    } finally {
      connection.destroy();
    }
  }

  #open(node: string): Promise<Connection> {
    const opening = connect(this.#servers.adminEndpoint(node), { connectTimeoutMs: orderTimeoutMs });
    this.#kept.set(node, opening);
    opening.catch(() => this.#giveUp(node, opening));
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

async function send(sql: string, connection: Promise<Connection>): ReturnType<Query> {
  return (await connection).query(sql, { timeoutMs: orderTimeoutMs });
}
