/** Reads the few facts out of a thrown driver error that callers outside the load path need. */
import { driverErrno } from '../model/outcome.js';

const readOnlyErrnos: ReadonlySet<number> = new Set([1290, 1792, 1836, 1874, 3032]);
/** A UNIX socket whose queue is full refuses at once (EAGAIN) where TCP would be silent: the server hangs, in both cases. */
const timeoutCodes: ReadonlySet<string> = new Set(['ETIMEDOUT', 'PROTOCOL_SEQUENCE_TIMEOUT', 'EAGAIN']);
/** Nobody listens, or there is no way. A server that ended in order takes its UNIX socket along (ENOENT); a killed one leaves it, and refuses. */
const unreachableCodes: ReadonlySet<string> = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOENT']);

/** The server's number, or one of `driverErrno` where the error came from the driver or the socket. */
export function errnoOf(error: unknown): number {
  const { errno } = error as { readonly errno?: unknown };
  // Socket errors carry negative system numbers, which mean nothing to a reader of server errors.
  if (typeof errno === 'number' && errno > 0) return errno;
  const code = codeOf(error);
  if (unreachableCodes.has(code)) return driverErrno.unreachable;
  if (code === 'EAGAIN') return driverErrno.connectTimeout;
  return isTimeout(error) ? driverErrno.timeout : driverErrno.connectionLost;
}

export function isTimeout(error: unknown): boolean {
  return timeoutCodes.has(codeOf(error));
}

/** Whether a server answered, with an error: the connection can be used further. */
export function isRefusal(error: unknown): boolean {
  return typeof (error as { readonly sqlState?: unknown }).sqlState === 'string';
}

export function isReadOnlyErrno(errno: number): boolean {
  return readOnlyErrnos.has(errno);
}

function codeOf(error: unknown): string {
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' ? code : '';
}
