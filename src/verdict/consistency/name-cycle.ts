/** Names a cycle of dependencies of the data by what it is made of. */
import type { AnomalyKind } from '../../model/anomaly.js';
import { accessKinds, type AccessColumns } from '../../model/history.js';
import { edgeKinds, type Edge } from './graph.js';

const plainRead = accessKinds.indexOf('plain-read');
const predicateRead = accessKinds.indexOf('predicate-read');

/**
 * A cycle with one read of what was then overwritten: `missed` from the reader to the writer, `back` from the writer to the reader.
 * Where the reader both saw and missed by plain reads, a snapshot would have spared it; where it wrote, only a guard for updates would.
 */
export function nameSingleRead(missed: Edge, back: readonly Edge[], accesses: AccessColumns): AnomalyKind {
  const last = back.at(-1) as Edge;
  const reads = [missed.fromAccess, last.toAccess];
  const isOne = back.length === 1;
  if (last.kind === edgeKinds.ww) {
    return isOne && accesses.account[last.toAccess] === accesses.account[missed.fromAccess]
      ? 'lost-update'
      : 'G-single';
  }
  if (reads.some((read) => accesses.kind[read] === predicateRead)) return 'PMP';
  if (reads.some((read) => accesses.kind[read] !== plainRead)) return 'G-single';
  return isOne && last.toAccess < missed.fromAccess ? 'OTV' : 'fractured-read';
}

export function nameSkew(cycle: readonly Edge[], accesses: AccessColumns): AnomalyKind {
  const isByPredicate = cycle.some(
    ({ kind, fromAccess }) => kind === edgeKinds.rw && accesses.kind[fromAccess] === predicateRead,
  );
  return isByPredicate ? 'G2' : 'G2-item';
}
