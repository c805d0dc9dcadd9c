/** Names the class of a journaled error number, for counting. What the error meant for the payment was decided when it happened. */
import { statusClass } from '../kit/status-class.js';
import type { Flavor } from '../model/flavor.js';
import { driverErrno, duplicateKeyErrno, errorClasses, type ErrorClass } from '../model/outcome.js';

const driverClasses: ReadonlyMap<number, ErrorClass> = new Map([
  [driverErrno.connectionLost, 'connection-lost'],
  [driverErrno.timeout, 'timeout'],
  [driverErrno.unreachable, 'unreachable'],
  [driverErrno.connectTimeout, 'unreachable'],
  [driverErrno.protocol, 'other'],
  [duplicateKeyErrno, 'duplicate-id'],
]);

/** Position in `errorClasses`. The journal keeps no message, so a row of the table that wants one counts only when no other fits. */
export function createErrorClassifier(flavor: Flavor | null): (errno: number) => number {
  const known = new Map<number, number>();
  const rows = flavor?.errors ?? [];
  return (errno) => {
    const cached = known.get(errno);
    if (cached !== undefined) return cached;
    const fitting = rows.filter((row) => row.errno === errno);
    const row = fitting.find((each) => each.sqlstate === undefined && each.message === undefined) ?? fitting[0];
    const position = errorClasses.indexOf(row?.errorClass ?? driverClasses.get(errno) ?? statusClass(errno) ?? 'other');
    known.set(errno, position);
    return position;
  };
}
