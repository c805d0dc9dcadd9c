/**
 * One connection of the load. Callbacks instead of promises, because thousands of statements a second pass through; a
 * deadline that the owning thread checks instead of a timer per statement; never a reconnect or a repeat of its own.
 */
import { createConnection, type Connection as DriverConnection, type QueryError } from 'mysql2';
import { driverErrno } from '../model/outcome.js';
import type { Endpoint } from '../model/topology.js';
import type { SeenError } from './classify-error.js';
import { driverOptions } from './connect.js';
import { errnoOf } from './error-facts.js';

export type SessionRows = readonly (readonly number[])[];

export interface SessionOptions {
  readonly connectTimeoutMs: number;
  readonly database: string;
}

const notAnError: SeenError = { errno: 0, sqlstate: '', message: '' };
/** mysql2 reports a use after the end as an error without a code. */
const closedState = /closed state/u;

export class Session {
  readonly #driver: DriverConnection;
  #onEnd: (() => void) | null = null;
  #isOver = false;

  private constructor(driver: DriverConnection) {
    this.#driver = driver;
    driver.on('error', () => this.#over());
    driver.on('end', () => this.#over());
  }

  /** Calls back once: with a session, or with why there is none. */
  static open(
    endpoint: Endpoint,
    options: SessionOptions,
    done: (error: SeenError, session: Session | null) => void,
  ): void {
    const driver = createConnection(driverOptions(endpoint, options));
    const session = new Session(driver);
    // The driver's own timeout covers the TCP connection only: a paused server accepts it and never greets.
    const timer = setTimeout(
      () => session.abort('No greeting in time.', driverErrno.connectTimeout),
      options.connectTimeoutMs,
    );
    driver.connect((error) => {
      clearTimeout(timer);
      if (!error) return done(notAnError, session);
      driver.destroy();
      done(seenError(error), null);
    });
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Called once when the connection ends by itself, also while idle. */
  onEnd(listener: () => void): void {
    this.#onEnd = listener;
  }

  /** `done` gets an error with errno 0 when the statement succeeded. */
  run(sql: string, done: (error: SeenError, rows: SessionRows) => void): void {
    this.#driver.query({ sql, rowsAsArray: true }, (error, rows) => {
      if (error) done(seenError(error), []);
      else done(notAnError, Array.isArray(rows) ? (rows as unknown as SessionRows) : []);
    });
  }

  /** Ends a hung statement: destroying the socket with an error is what makes the driver answer it. */
  abort(message: string, errno: number = driverErrno.timeout): void {
    const { stream } = this.#driver as unknown as { readonly stream: { destroy(error: Error): void } };
    stream.destroy(Object.assign(new Error(message), { errno }));
    this.#isOver = true;
  }

  close(): void {
    this.#isOver = true;
    this.#onEnd = null;
    this.#driver.destroy();
  }

  #over(): void {
    this.#isOver = true;
    const listener = this.#onEnd;
    this.#onEnd = null;
    listener?.();
  }
}

function seenError(error: QueryError | Error): SeenError {
  const { sqlState } = error as { readonly sqlState?: string };
  const errno = closedState.test(error.message) ? driverErrno.connectionLost : errnoOf(error);
  return { errno, sqlstate: sqlState ?? '', message: error.message };
}
