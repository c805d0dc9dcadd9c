/** Puts all writes of a history in the order of account and version, in linear time: two stable counting sorts, the coarser one last. */
import { accessKinds, type History } from '../../model/history.js';

const write = accessKinds.indexOf('write');

/** Who made which version, whatever became of it. */
export interface SortedWrites {
  /** Accesses that write, by account, then version, then position in the history. */
  readonly order: Uint32Array;
  /** Account → its first place in `order`; one more entry than accounts. */
  readonly firstOfAccount: Uint32Array;
  /** Access → its transaction. */
  readonly transactionOf: Uint32Array;
}

export function sortWrites({ transactions, accesses }: History): SortedWrites {
  const transactionOf = new Uint32Array(accesses.count);
  for (let at = 0; at < transactions.count; at += 1) {
    transactionOf.fill(at, transactions.firstAccess[at], transactions.firstAccess[at + 1]);
  }
  const writes = positionsOf(accesses.kind, write);
  const byVersion = countingSort(writes, accesses.version).order;
  const { order, firstOfKey } = countingSort(byVersion, accesses.account, highest(accesses.account));
  return { order, firstOfAccount: firstOfKey, transactionOf };
}

/** Places [from, to) in `order` of the writes that made this version. */
export function writesOfVersion(
  { order, firstOfAccount }: SortedWrites,
  { accesses }: History,
  [account, version]: readonly [number, number],
): readonly [from: number, to: number] {
  const end = firstOfAccount[account + 1] as number;
  const from = firstAtLeast(order, accesses.version, { from: firstOfAccount[account] as number, to: end, version });
  let to = from;
  while (to < end && accesses.version[order[to] as number] === version) to += 1;
  return [from, to];
}

interface Search {
  readonly from: number;
  readonly to: number;
  readonly version: number;
}

/** The first place in [from, to) whose access has at least this version; `to` when none has. */
export function firstAtLeast(order: Uint32Array, versions: Int32Array, { from, to, version }: Search): number {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((versions[order[middle] as number] as number) < version) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Linear in the elements and the highest key. Keys must not be negative. */
function countingSort(
  elements: Uint32Array,
  keys: Uint32Array | Int32Array,
  keyMax = highest(keys),
): { readonly order: Uint32Array; readonly firstOfKey: Uint32Array } {
  const firstOfKey = new Uint32Array(keyMax + 2);
  for (const element of elements) firstOfKey[(keys[element] as number) + 1]! += 1;
  for (let key = 0; key <= keyMax; key += 1) firstOfKey[key + 1]! += firstOfKey[key] as number;
  const next = firstOfKey.slice();
  const order = new Uint32Array(elements.length);
  for (const element of elements) {
    const key = keys[element] as number;
    order[next[key] as number] = element;
    next[key]! += 1;
  }
  return { order, firstOfKey };
}

function positionsOf(kinds: Uint8Array, kind: number): Uint32Array {
  const positions = new Uint32Array(kinds.reduce((count, each) => count + (each === kind ? 1 : 0), 0));
  let filled = 0;
  kinds.forEach((each, at) => {
    if (each !== kind) return;
    positions[filled] = at;
    filled += 1;
  });
  return positions;
}

function highest(keys: Uint32Array | Int32Array): number {
  let most = 0;
  for (const key of keys) if (key > most) most = key;
  return most;
}
