/**
 * Speaks the server's side of the MySQL protocol on a loopback port, for targets that are simulated in this process. What to
 * answer is decided by whoever opens the sessions; this file only knows packets, and how a server dies, hangs and comes back.
 */
import { once } from 'node:events';
import type { AddressInfo, Server as SocketServer, Socket } from 'node:net';
import { createServer } from 'mysql2';
import { resetSocket } from '../kit/reset-socket.js';
import { utf8, writeAnswer, type ServerConnection, type WireAnswer } from './wire-answer.js';

/** One client's connection. Statements come one after the other; `close` is called once, however the connection ended. */
export interface WireSession {
  answer(sql: string): Promise<WireAnswer> | WireAnswer;
  close(): void;
}

export interface WireServerOptions {
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  /** What the greeting names, such as "10.11.19-MariaDB". */
  readonly version: string;
  /** An error instead of a session refuses the client, as a server with too many connections does. */
  openSession(database: string | null): WireSession | Extract<WireAnswer, { readonly kind: 'error' }>;
}

/** All of the protocol's first 24 flags but encryption and compression. */
const capabilityFlags = 0xffffff & ~0x820;
const autocommitStatus = 2;

export class WireServer implements AsyncDisposable {
  readonly #options: WireServerOptions;
  readonly #sockets = new Set<Socket>();
  #listener: SocketServer | null = null;
  #port: number;
  #connectionId = 0;
  #thaw: (() => void) | null = null;
  #thawed: Promise<void> = Promise.resolve();

  private constructor(options: WireServerOptions) {
    this.#options = options;
    this.#port = options.port;
  }

  static async listen(options: WireServerOptions): Promise<WireServer> {
    const server = new WireServer(options);
    await server.start();
    return server;
  }

  get port(): number {
    return this.#port;
  }

  get isListening(): boolean {
    return this.#listener !== null;
  }

  get isFrozen(): boolean {
    return this.#thaw !== null;
  }

  /** On the port it had before. */
  async start(): Promise<void> {
    if (this.#listener !== null) return;
    const server = createServer((connection) => this.#greet(connection as unknown as ServerConnection));
    const { _server: listener } = server as unknown as { readonly _server: SocketServer };
    listener.listen(this.#port, this.#options.host);
    await once(listener, 'listening');
    this.#port = (listener.address() as AddressInfo).port;
    this.#listener = listener;
  }

  /** As when the process is killed: the port refuses, every connection is reset. */
  async kill(): Promise<void> {
    const listener = this.#listener;
    this.#listener = null;
    this.resume();
    for (const socket of this.#sockets) resetSocket(socket);
    if (listener === null) return;
    listener.close();
    await once(listener, 'close');
  }

  /** As when the process is stopped by a signal: connections stay and are accepted, and nothing answers. */
  freeze(): void {
    if (this.#thaw !== null) return;
    this.#thawed = new Promise((resolve) => {
      this.#thaw = resolve;
    });
  }

  /** What was asked while it was frozen is answered now. */
  resume(): void {
    this.#thaw?.();
    this.#thaw = null;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.kill();
  }

  async #greet(connection: ServerConnection): Promise<void> {
    const { stream } = connection;
    this.#sockets.add(stream);
    // An answer is several small packets, which must not wait for the client's receipt of the first.
    stream.setNoDelay(true);
    // A client that leaves in the middle of an answer is no error of the server.
    connection.on('error', () => undefined);
    stream.on('close', () => this.#sockets.delete(stream));
    await this.#thawed;
    if (stream.destroyed) return;
    this.#connectionId += 1;
    let session: WireSession | null = null;
    connection.serverHandshake({
      protocolVersion: 10,
      serverVersion: this.#options.version,
      connectionId: this.#connectionId,
      statusFlags: autocommitStatus,
      characterSet: utf8,
      capabilityFlags,
      authCallback: (client: { readonly database?: string }, done: (error: unknown, refusal?: unknown) => void) => {
        const opened = this.#options.openSession(client.database || null);
        if ('kind' in opened) return done(null, { code: opened.errno, message: opened.message });
        session = opened;
        stream.once('close', () => opened.close());
        done(null);
        awaitText(connection);
      },
    });
    let answered = Promise.resolve();
    const onText = (text: string): void => {
      awaitText(connection);
      const opened = session;
      if (opened === null) return;
      // What is sent ahead is carried out when all before it has been answered.
      answered = answered.then(() => this.#answer(connection, opened, text));
    };
    connection.on('query', onText);
    // mysql2's server side takes SET and PREPARE, sent as text, for preparations.
    connection.on('stmt_prepare', onText);
  }

  /** A text ends with its first error. */
  async #answer(connection: ServerConnection, session: WireSession, text: string): Promise<void> {
    const statements = text.match(statementPattern) ?? [];
    let number = 1;
    for (const [index, sql] of statements.entries()) {
      await this.#thawed;
      const answer = await session.answer(sql);
      await this.#thawed;
      if (connection.stream.destroyed) return;
      connection.sequenceId = number;
      writeAnswer(connection, answer, index < statements.length - 1);
      number = connection.sequenceId;
      awaitText(connection);
      if (answer.kind !== 'ok' && answer.kind !== 'rows') return;
    }
  }
}

/** Up to a semicolon that stands in no text. */
const statementPattern = /(?:'(?:[^'\\]|''|\\.)*'|[^';])+/gu;

/** Every text begins a new count of packets, which mysql2's server side does not do by itself. */
function awaitText(connection: ServerConnection): void {
  connection.sequenceId = 0;
}
