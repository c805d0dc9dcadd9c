/** Decides what an error means for a payment. Default deny: at COMMIT, only what the flavor's table proves to be an abort is one. */
import { statusClass } from '../kit/status-class.js';
import type { ErrorRow } from '../model/flavor.js';
import type { Step } from '../model/operation.js';
import { driverErrno, type ErrorClass, type Outcome } from '../model/outcome.js';

export interface SeenError {
  /** The server's number, or one of `driverErrno`. */
  readonly errno: number;
  readonly sqlstate: string;
  readonly message: string;
}

export interface Classification {
  readonly outcome: Extract<Outcome, 'aborted' | 'in-doubt' | 'acknowledged'>;
  readonly errorClass: ErrorClass;
  /** The connection is gone or must be given up. */
  readonly endsConnection: boolean;
}

const driverRows: readonly ErrorRow[] = [
  driverRow(driverErrno.connectionLost, 'connection-lost'),
  driverRow(driverErrno.timeout, 'timeout'),
  driverRow(driverErrno.unreachable, 'unreachable'),
  driverRow(driverErrno.connectTimeout, 'unreachable'),
  driverRow(driverErrno.protocol, 'other'),
];

/** What is in no table: certainly without effect before COMMIT (the connection is given up, so the server rolls back), in doubt from there on. */
const unknownRow: Omit<ErrorRow, 'errno'> = {
  errorClass: 'other',
  beforeCommit: 'aborted',
  atCommit: 'in-doubt',
  endsConnection: true,
};

export function classifyError(step: Step, error: SeenError, table: readonly ErrorRow[]): Classification {
  const row = rowOf(error, table);
  const isWriteDecided = step === 'commit' || step === 'autocommit-write';
  const { errorClass, endsConnection } = row;
  if (step === 'connect') return { outcome: 'aborted', errorClass, endsConnection: true };
  // Nothing is written by it, so there is nothing to doubt.
  if (step === 'read') return { outcome: 'aborted', errorClass, endsConnection };
  return { outcome: isWriteDecided ? row.atCommit : row.beforeCommit, errorClass, endsConnection };
}

/** The class of a journaled number, for reports. The journal keeps no message, so a row without one is asked first. */
export function errorClassOf(errno: number, table: readonly ErrorRow[]): ErrorClass {
  const rows = [...table, ...driverRows].filter((row) => row.errno === errno);
  const row = rows.find(({ sqlstate, message }) => sqlstate === undefined && message === undefined) ?? rows[0];
  return row?.errorClass ?? statusClass(errno) ?? 'other';
}

/** Classes that a proxy gives on a server's behalf, when it has lost the server from sight, under numbers of the server's own. */
const relayedClasses: ReadonlySet<ErrorClass> = new Set(['connection-lost', 'shutdown', 'unreachable', 'other']);

/**
 * Whether the server itself must have spoken, and so has ended the text at the statement that it names. Numbers from 2000 on are the client
 * library's (CR_*), from 9000 on those of proxies, and from 60000 on `driverErrno`. ProxySQL and MaxScale also tell of a killed or lost connection with
 * numbers of the server (1317, 1907, 1927).
 */
export function isServersOwn(error: SeenError, table: readonly ErrorRow[]): boolean {
  const { errno } = error;
  if ((errno >= 2_000 && errno < 3_000) || errno >= 9_000) return false;
  return !relayedClasses.has(rowOf(error, table).errorClass);
}

function rowOf(error: SeenError, table: readonly ErrorRow[]): Omit<ErrorRow, 'errno'> {
  return findRow(error, table) ?? findRow(error, driverRows) ?? unknownRow;
}

function findRow(error: SeenError, table: readonly ErrorRow[]): ErrorRow | undefined {
  return table.find(
    (row) =>
      row.errno === error.errno &&
      (row.sqlstate === undefined || row.sqlstate === error.sqlstate) &&
      (row.message === undefined || row.message.test(error.message)),
  );
}

function driverRow(errno: number, errorClass: ErrorClass): ErrorRow {
  return { errno, errorClass, beforeCommit: 'aborted', atCommit: 'in-doubt', endsConnection: true };
}
