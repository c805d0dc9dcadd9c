/** Which of a run's operations post a payment: only those can be lost, or missed. */
import type { OperationKind } from '../model/operation.js';
import type { Registry } from '../model/registry.js';

/** Positions in `operations`; a kind that the catalog does not know posts nothing. */
export function postingsOf(operations: readonly string[], kinds: Registry<OperationKind>): ReadonlySet<number> {
  const isPosting = (kind: string): boolean => kinds.has(kind) && kinds.get(kind).effect === 'posting';
  return new Set(operations.flatMap((kind, index) => (isPosting(kind) ? [index] : [])));
}
