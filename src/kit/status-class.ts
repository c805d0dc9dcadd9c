/** The class of an HTTP status that stands in the journal in an error number's place; servers of databases have no numbers so low. */
import type { ErrorClass } from '../model/outcome.js';

const classes: Readonly<Record<number, ErrorClass>> = {
  408: 'timeout',
  409: 'duplicate-id',
  429: 'too-many-connections',
  502: 'connection-lost',
  503: 'not-ready',
  504: 'timeout',
};

/** Null for what is no status. */
export function statusClass(errno: number): ErrorClass | null {
  if (errno < 100 || errno > 599) return null;
  return classes[errno] ?? (errno >= 400 && errno < 500 ? 'rejected' : 'other');
}
