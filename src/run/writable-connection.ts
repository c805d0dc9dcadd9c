/** One connection to a node that takes writes: kept as long as that node does, and opened to the next one when it has failed. */
import type { Endpoint, Route } from '../model/topology.js';
import { connect, type Connection } from '../mysql/connect.js';

export interface WritableConnectionOptions {
  readonly nodes: readonly Endpoint[];
  readonly route: () => Route;
  readonly database: string;
  readonly connectTimeoutMs: number;
  /** Of each statement that prepares it. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export class WritableConnection {
  readonly #options: WritableConnectionOptions;
  #open: { readonly node: string; readonly prepared: string; readonly connection: Connection } | null = null;
  /** Of the nodes that take writes, the one to try next. */
  #turn = 0;

  constructor(options: WritableConnectionOptions) {
    this.#options = options;
  }

  /** On it, these statements have been sent once, and no others that prepare it. Rejects where the next node cannot be reached, or none takes writes. */
  async get(statements: readonly string[]): Promise<Connection> {
    const { route, nodes, database, connectTimeoutMs, timeoutMs, signal } = this.#options;
    const { writable } = route();
    const prepared = statements.join(';');
    if (this.#open?.prepared === prepared && writable.includes(this.#open.node)) return this.#open.connection;
    this.close();
    const node = writable[this.#turn % Math.max(1, writable.length)];
    const endpoint = nodes.find(({ name }) => name === node);
    if (node === undefined || endpoint === undefined) throw new Error('No node takes writes.');
    const connection = await connect(endpoint, { connectTimeoutMs, database, signal });
    this.#open = { node, prepared, connection };
    for (const sql of statements) await connection.query(sql, { timeoutMs });
    return connection;
  }

  /** To another node next time, where there is one. */
  giveUp(): void {
    this.close();
    this.#turn += 1;
  }

  close(): void {
    this.#open?.connection.destroy();
    this.#open = null;
  }
}
