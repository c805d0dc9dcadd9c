/** Finds for every read of a committed transaction whose write it saw, and with it the reads that nobody should have seen. */
import type { AnomalyKind } from '../../model/anomaly.js';
import { accessKinds, transactionEnds, type History } from '../../model/history.js';
import { writesOfVersion, type SortedWrites } from './sort-writes.js';
import { mayBeUnrecorded } from './unrecorded.js';

const write = accessKinds.indexOf('write');
const aborted = transactionEnds.indexOf('aborted');
const lost = transactionEnds.indexOf('lost');

/** No write is known that made it: the account as opened, or what no record tells. */
export const nobody = -1;
/** It takes no part in the order of the data: the own, an aborted, a lost or an intermediate version. */
export const outside = -2;

export interface ObservedReads {
  /** Access → the write that it saw, `nobody`, or `outside`. Writes and reads of other transactions than committed ones are `outside`. */
  readonly writeSeen: Int32Array;
  readonly suspects: readonly SuspectRead[];
}

export interface SuspectRead {
  readonly kind: Extract<AnomalyKind, 'G1a' | 'G1b' | 'unexplained-read'>;
  readonly read: number;
  /** Null when nobody made it. */
  readonly write: number | null;
}

export interface ReadSources {
  readonly history: History;
  readonly writes: SortedWrites;
  readonly isCommitted: Uint8Array;
  readonly isIntermediate: Uint8Array;
}

export function observeReads(sources: ReadSources): ObservedReads {
  const { history, writes, isCommitted } = sources;
  const { accesses } = history;
  const writeSeen = new Int32Array(accesses.count).fill(outside);
  const suspects: SuspectRead[] = [];
  for (let read = 0; read < accesses.count; read += 1) {
    if (accesses.kind[read] === write || isCommitted[writes.transactionOf[read] as number] !== 1) continue;
    const seen = sourceOf(read, sources);
    if (typeof seen === 'number') writeSeen[read] = seen;
    else suspects.push(seen);
  }
  return { writeSeen, suspects };
}

function sourceOf(read: number, sources: ReadSources): number | SuspectRead {
  const { history, writes, isCommitted, isIntermediate } = sources;
  const { accesses, transactions } = history;
  const seen = [accesses.account[read] as number, accesses.version[read] as number] as const;
  const [from, to] = writesOfVersion(writes, history, seen);
  const reader = writes.transactionOf[read];
  const mayBeOfOthers = mayBeUnrecorded(history, writes, read);
  let [wasAborted, intermediate]: [number | null, number | null] = [null, null];
  let isUncertain = false;
  for (let place = from; place < to; place += 1) {
    const made = writes.order[place] as number;
    const maker = writes.transactionOf[made] as number;
    if (maker === reader) return outside;
    if (!isSame(accesses.balance, read, made)) continue;
    if (isCommitted[maker] === 1 && isIntermediate[made] === 0) return made;
    if (isCommitted[maker] === 1) intermediate = made;
    if (transactions.end[maker] === aborted) wasAborted = made;
    // What was lost later, or may yet have been committed, is told elsewhere; a retry that made the same stands behind it.
    else if (transactions.end[maker] === lost || isCommitted[maker] === 0) isUncertain = true;
  }
  if (isUncertain) return outside;
  // A retry that left no record may have made the same as the attempt before it.
  if (mayBeOfOthers) return intermediate === null && wasAborted === null ? nobody : outside;
  if (intermediate !== null) return { kind: 'G1b', read, write: intermediate };
  if (wasAborted !== null) return { kind: 'G1a', read, write: wasAborted };
  return from === to ? nobody : { kind: 'unexplained-read', read, write: null };
}

/** A balance that was not recorded is compared by its version alone. */
function isSame(balances: Float64Array, read: number, made: number): boolean {
  const [one, other] = [balances[read] as number, balances[made] as number];
  return one === other || Number.isNaN(one) || Number.isNaN(other);
}
