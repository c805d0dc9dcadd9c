/** One simulated server: its rows, its door to the network, and whether it is running, frozen or gone. */
import { WireServer, type WireServerOptions, type WireSession } from '../mysql/wire-server.js';
import type { Store } from './store.js';

export const serverVersion = '8.0.0-paystorm-simulated';
const host = '127.0.0.1';

/** What the node's end does to a client's connection. */
export interface NodeSession extends WireSession {
  /** The others have gone on without the node: what is open can only be rolled back. */
  breakTransaction(): void;
}

export type NodeState = 'running' | 'paused' | 'down';

export interface NodeOptions {
  readonly name: string;
  readonly store: Store;
  readonly connectionsMax: number;
  /** An unknown schema is refused by throwing the server's error. */
  readonly openSession: (database: string | null) => NodeSession;
  readonly refusalOf: (error: unknown) => ReturnType<WireServerOptions['openSession']>;
}

export class SimulatedNode {
  readonly name: string;
  store: Store;
  state: NodeState = 'running';
  /** Whether the others wait for it and send it what they write. */
  isMember = true;
  readonly #options: NodeOptions;
  readonly #sessions = new Set<NodeSession>();
  #wire: WireServer | null = null;
  #thaw: (() => void) | null = null;
  #thawed: Promise<void> = Promise.resolve();

  constructor(options: NodeOptions) {
    this.#options = options;
    this.name = options.name;
    this.store = options.store;
  }

  async listen(): Promise<void> {
    if (this.#wire === null) {
      const openSession = (database: string | null): ReturnType<WireServerOptions['openSession']> =>
        this.#open(database);
      this.#wire = await WireServer.listen({ host, port: 0, version: serverVersion, openSession });
    } else await this.#wire.start();
    this.state = 'running';
  }

  get address(): { readonly host: string; readonly port: number } {
    return { host, port: this.#wire?.port ?? 0 };
  }

  /** Resolves at once unless it is frozen. */
  get awake(): Promise<void> {
    return this.#thawed;
  }

  /** Connections are reset, the port refuses. Whoever calls it has broken the open transactions before. */
  async kill(): Promise<void> {
    this.state = 'down';
    for (const session of this.#sessions) session.close();
    this.#sessions.clear();
    this.#goOn();
    await this.#wire?.kill();
  }

  freeze(): void {
    this.state = 'paused';
    this.#wire?.freeze();
    this.#thawed = new Promise((resolve) => {
      this.#thaw = resolve;
    });
  }

  resume(): void {
    this.state = 'running';
    this.#goOn();
    this.#wire?.resume();
  }

  breakTransactions(): void {
    for (const session of this.#sessions) session.breakTransaction();
  }

  #goOn(): void {
    this.#thaw?.();
    this.#thaw = null;
  }

  #open(database: string | null): ReturnType<WireServerOptions['openSession']> {
    if (this.#sessions.size >= this.#options.connectionsMax)
      return { kind: 'error', errno: 1040, sqlstate: '08004', message: 'Too many connections' };
    try {
      const session = this.#options.openSession(database);
      this.#sessions.add(session);
      const close = (): void => {
        this.#sessions.delete(session);
        session.close();
      };
      return { answer: (sql) => session.answer(sql), close };
    } catch (error) {
      return this.#options.refusalOf(error);
    }
  }
}
