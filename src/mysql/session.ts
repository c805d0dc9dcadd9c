/**
 * One connection of the load. The driver opens it: greeting, password, encryption. From then on its socket belongs to the session, because
 * thousands of statements a second pass through: what is asked leaves in one write, what comes back is read without a driver in between.
 * No promises, a deadline that the owning thread checks instead of a timer per statement, never a reconnect or a repeat of its own.
 */
import { createConnection, type Connection as DriverConnection } from 'mysql2';
import type { Socket } from 'node:net';
import { doorOf } from '../kit/door.js';
import { driverErrno } from '../model/outcome.js';
import type { Endpoint } from '../model/topology.js';
import { AnswerReader } from './answer-reader.js';
import { noError, type Answers } from './answers.js';
import type { SeenError } from './classify-error.js';
import { driverOptions } from './connect.js';
import { errnoOf } from './error-facts.js';
import { awaitOthers } from './gather-answers.js';
import { SharedReadSocket } from './shared-read.js';

export interface SessionOptions {
  readonly connectTimeoutMs: number;
  readonly database: string;
  /** Called whenever something was read: the thread is awake, and may have more to do. */
  readonly onRead?: (() => void) | undefined;
}

/** The answers are the session's own, and good until it is asked again. */
export type OnAnswers = (answers: Answers) => void;

/** Extensions of the protocol that the reader does not know; the server is told so. */
const flagsOff = ['-CLIENT_QUERY_ATTRIBUTES', '-SESSION_TRACK', '-LOCAL_FILES'];
const queryCommand = '\u0003';

export class Session {
  readonly #socket: Socket;
  readonly #reader: AnswerReader;
  readonly #onRead: (() => void) | undefined;
  #onAnswers: OnAnswers | null = null;
  #onEnd: (() => void) | null = null;
  #isOver = false;
  #statements = 0;
  /** Whether what is asked has more than one answer. */
  #hasSeveral = false;

  private constructor(driver: DriverConnection, shared: SharedReadSocket | null, onRead: (() => void) | undefined) {
    this.#onRead = onRead;
    this.#reader = new AnswerReader({
      onAnswered: () => this.#answered(),
      onConfused: (why) => this.abort(why, driverErrno.protocol),
    });
    this.#socket = socketOf(driver);
    this.#socket.removeAllListeners('data');
    if (shared === null) this.#socket.on('data', (bytes: Buffer) => this.#read(bytes));
    else shared.takeOver((bytes) => this.#read(bytes));
    this.#socket.on('error', (error) => this.#lost(seenError(error)));
    this.#socket.on('close', () => this.#lost(connectionLost));
  }

  /** Calls back once: with a session, or with why there is none. */
  static open(
    endpoint: Endpoint,
    options: SessionOptions,
    done: (error: SeenError, session: Session | null) => void,
  ): void {
    // Where TLS is spoken, what comes in is decrypted before anybody can read it.
    const shared = endpoint.tls === null ? new SharedReadSocket(doorOf(endpoint)) : null;
    const driver = createConnection({
      ...driverOptions(endpoint, options),
      flags: flagsOff,
      multipleStatements: true,
      ...(shared === null ? {} : { stream: () => shared.socket }),
    });
    // Without a listener what the driver has to say of a lost socket would end the process.
    driver.on('error', () => undefined);
    // The driver's own timeout covers the TCP connection only: a paused server accepts it and never greets.
    const timer = setTimeout(() => {
      socketOf(driver).destroy(Object.assign(new Error('No greeting in time.'), { errno: driverErrno.connectTimeout }));
    }, options.connectTimeoutMs);
    driver.connect((error) => {
      clearTimeout(timer);
      if (!error) return done(noError, new Session(driver, shared, options.onRead));
      driver.destroy();
      done(seenError(error), null);
    });
  }

  /** Sent until now, those of one text each for itself. */
  get statements(): number {
    return this.#statements;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Called once when the connection ends by itself, also while idle. */
  onEnd(listener: () => void): void {
    this.#onEnd = listener;
  }

  /** Sends statements, each a text of its own, all in one write; the server carries out every one of them, whatever became of those before. */
  ask(statements: readonly string[], done: OnAnswers): void {
    let packets = '';
    for (const statement of statements) packets += packetOf(statement);
    this.#hasSeveral = statements.length > 1;
    this.#statements += statements.length;
    this.#send(packets, statements.length, done);
  }

  /** Sends statements as a single text, which ends with its first error. */
  askAsOne(statements: readonly string[], done: OnAnswers): void {
    this.#hasSeveral = true;
    this.#statements += statements.length;
    this.#send(packetOf(statements.join(';')), 1, done);
  }

  /** Ends a hung request: it is answered with this error, at once. */
  abort(message: string, errno: number = driverErrno.timeout): void {
    this.#socket.destroy();
    this.#lost({ errno, sqlstate: '', message });
  }

  close(): void {
    this.#isOver = true;
    this.#onEnd = null;
    this.#onAnswers = null;
    this.#socket.destroy();
  }

  #send(packets: string, texts: number, done: OnAnswers): void {
    this.#reader.expect(texts);
    this.#onAnswers = done;
    if (this.#isOver) return this.#lost(connectionLost);
    this.#socket.write(packets, 'latin1');
  }

  #read(bytes: Buffer): void {
    this.#reader.read(bytes);
    if (this.#hasSeveral && this.#onAnswers !== null) awaitOthers();
    this.#onRead?.();
  }

  #answered(): void {
    const done = this.#onAnswers;
    this.#onAnswers = null;
    done?.(this.#reader.answers);
  }

  #lost(error: SeenError): void {
    this.#isOver = true;
    if (this.#onAnswers !== null) {
      this.#reader.answers.onError(error);
      this.#answered();
    }
    const listener = this.#onEnd;
    this.#onEnd = null;
    listener?.();
  }
}

const connectionLost: SeenError = {
  errno: driverErrno.connectionLost,
  sqlstate: '',
  message: 'Connection lost: The server closed the connection.',
};

/** Length and number of the packet before the statement, as characters: a string goes to the socket without a buffer of its own. Statements are ASCII. */
function packetOf(statement: string): string {
  const length = statement.length + 1;
  return String.fromCharCode(length & 0xff, (length >> 8) & 0xff, length >> 16, 0) + queryCommand + statement;
}

/** Where TLS is spoken, the socket that encrypts. */
function socketOf(driver: DriverConnection): Socket {
  return (driver as unknown as { readonly stream: Socket }).stream;
}

function seenError(error: Error): SeenError {
  const { sqlState } = error as { readonly sqlState?: string };
  return { errno: errnoOf(error), sqlstate: sqlState ?? '', message: error.message };
}
