/** Opens connections for everything but the load: bounded in time, plain rows, streams that respect back-pressure. */
import { createConnection, type Connection as DriverConnection, type ConnectionOptions } from 'mysql2';
import { readFileSync } from 'node:fs';
import { connect as connectSocket, isIP, type Socket } from 'node:net';
import type { Endpoint } from '../model/topology.js';

export type Row = Readonly<Record<string, unknown>>;

export interface Connection extends AsyncDisposable {
  /** Rejects with the server's or driver's error; after `timeoutMs` the connection is destroyed and the statement may still run on the server. */
  query(sql: string, options?: { readonly timeoutMs?: number | undefined }): Promise<readonly Row[]>;
  close(): Promise<void>;
  destroy(): void;
}

export interface ConnectOptions {
  readonly connectTimeoutMs: number;
  readonly database?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Told once when the connection has ended after it was open, whoever ended it. */
  readonly onEnd?: () => void;
}

const closeTimeoutMs = 1_000;
const keepAliveAfterMs = 1_000;

export async function connect(endpoint: Endpoint, options: ConnectOptions): Promise<Connection> {
  options.signal?.throwIfAborted();
  const driver = createConnection(driverOptions(endpoint, options));
  // Without a listener a socket error between two queries would end the process.
  driver.on('error', () => undefined);
  const onAbort = (): void => destroyStream(driver, options.signal?.reason as Error);
  options.signal?.addEventListener('abort', onAbort, { once: true });
  try {
    await bounded(driver, options.connectTimeoutMs, (done) => driver.connect(done));
  } catch (error) {
    driver.destroy();
    throw error;
  } finally {
    options.signal?.removeEventListener('abort', onAbort);
  }
  if (options.onEnd !== undefined) streamOf(driver).once('close', options.onEnd);
  return wrap(driver);
}

/** The options that every connection of paystorm shares. BIGINTs of the ledger are safe integers, so numbers stay numbers. */
export function driverOptions(
  endpoint: Endpoint,
  options: Omit<ConnectOptions, 'signal' | 'onEnd'>,
): ConnectionOptions {
  const { host, port, socketPath, user, password, tls } = endpoint;
  const serverName = tls?.serverName ?? host;
  return {
    ...(socketPath === undefined ? { host: serverName, port } : { socketPath }),
    user,
    password,
    connectTimeout: options.connectTimeoutMs,
    supportBigNumbers: true,
    bigNumberStrings: false,
    decimalNumbers: true,
    dateStrings: true,
    enableKeepAlive: true,
    keepAliveInitialDelay: keepAliveAfterMs,
    // None is prepared, and the driver would set half a megabyte aside for 16,000 of them, on each connection.
    maxPreparedStatements: 1,
    ...(options.database === undefined ? {} : { database: options.database }),
    ...(tls === null
      ? {}
      : {
          ssl: {
            rejectUnauthorized: tls.isVerified,
            // Without it the driver takes any certificate of a trusted authority, whatever host it was made for.
            verifyIdentity: tls.isVerified,
            ...(tls.caFile === null ? {} : { ca: readFileSync(tls.caFile) }),
          },
          ...(serverName !== host || (tls.isVerified && isIP(host) !== 0)
            ? { stream: () => openNamed(endpoint, serverName) }
            : {}),
        }),
  };
}

/**
 * The driver connects to the host that the certificate has to be for, and behind a proxy that is another one. Nor does it say which host that is when
 * it is an address, and Node then compares the certificate with `localhost`. It would take what the socket says, which says it of names only.
 */
function openNamed({ host, port }: Endpoint, serverName: string): Socket {
  const socket = connectSocket({ host, port, keepAlive: true, keepAliveInitialDelay: keepAliveAfterMs, noDelay: true });
  return Object.assign(socket, { _host: serverName });
}

function wrap(driver: DriverConnection): Connection {
  const close = (): Promise<void> =>
    bounded<void>(driver, closeTimeoutMs, (done) => driver.end(done)).catch(() => driver.destroy());
  return {
    query: (sql, options) =>
      bounded<readonly Row[]>(driver, options?.timeoutMs, (done) =>
        driver.query(sql, (error, rows) => done(error, Array.isArray(rows) ? (rows as Row[]) : [])),
      ),
    close,
    destroy: () => driver.destroy(),
    [Symbol.asyncDispose]: close,
  };
}

type Done<Value> = (error: Error | null | undefined, value?: Value) => void;

/** `connection.destroy()` leaves what is in flight unanswered for ever; destroying the socket with an error rejects it. */
function bounded<Value>(
  driver: DriverConnection,
  timeoutMs: number | undefined,
  start: (done: Done<Value>) => void,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = timeoutMs === undefined ? undefined : setTimeout(onLate, timeoutMs);
    function onLate(): void {
      const error = Object.assign(new Error(`No answer within ${timeoutMs} ms.`), { code: 'ETIMEDOUT' });
      destroyStream(driver, error);
      reject(error);
    }
    start((error, value) => {
      clearTimeout(timer);
      if (error) reject(error);
      else resolve(value as Value);
    });
  });
}

function destroyStream(driver: DriverConnection, error: Error): void {
  streamOf(driver).destroy(error);
}

function streamOf(driver: DriverConnection): Socket {
  return (driver as unknown as { readonly stream: Socket }).stream;
}
