/** Rows of an error table, many numbers at a time. */
import type { ErrorRow } from '../model/flavor.js';
import type { ErrorClass } from '../model/outcome.js';

export type ErrorReading = Partial<
  Pick<ErrorRow, 'sqlstate' | 'message' | 'beforeCommit' | 'atCommit' | 'endsConnection'>
>;

/** Without effect before COMMIT, in doubt at it, and on a connection that may go on, unless the reading says otherwise. */
export function errorRows(
  errnos: readonly number[],
  errorClass: ErrorClass,
  reading: ErrorReading = {},
): readonly ErrorRow[] {
  return errnos.map((errno) => ({
    errno,
    errorClass,
    beforeCommit: 'aborted',
    atCommit: 'in-doubt',
    endsConnection: false,
    ...reading,
  }));
}
