/** Finds the versions that committed transactions left behind, account by account in their order, and where two left the same one. */
import { accessKinds, type History } from '../../model/history.js';
import { firstAtLeast, type SortedWrites } from './sort-writes.js';

const write = accessKinds.indexOf('write');

export interface InstalledVersions {
  /** Accesses that made the installed versions, by account and version; no two have the same. */
  readonly order: Uint32Array;
  /** Account → its first place in `order`; one more entry than accounts. */
  readonly firstOfAccount: Uint32Array;
  /** Access → 1 when its transaction itself wrote the account again later. */
  readonly isIntermediate: Uint8Array;
  /** Pairs of writes of committed transactions that both made the same version of an account. */
  readonly forks: readonly (readonly [number, number])[];
}

/** Examples are enough: the audit counts every fork that is left in the ledger. */
const forksMax = 10_000;

export function installVersions(history: History, writes: SortedWrites, isCommitted: Uint8Array): InstalledVersions {
  const { accesses } = history;
  const isIntermediate = markIntermediate(history);
  const accounts = writes.firstOfAccount.length - 1;
  const firstOfAccount = new Uint32Array(accounts + 1);
  const order = new Uint32Array(writes.order.length);
  const forks: (readonly [number, number])[] = [];
  let filled = 0;
  for (let account = 0; account < accounts; account += 1) {
    firstOfAccount[account] = filled;
    for (
      let place = writes.firstOfAccount[account] as number;
      place < writes.firstOfAccount[account + 1]!;
      place += 1
    ) {
      const access = writes.order[place] as number;
      if (isCommitted[writes.transactionOf[access] as number] !== 1 || isIntermediate[access] === 1) continue;
      const before = filled > firstOfAccount[account]! ? order[filled - 1] : undefined;
      if (before !== undefined && accesses.version[before] === accesses.version[access]) {
        if (forks.length < forksMax) forks.push([before, access]);
        continue;
      }
      order[filled] = access;
      filled += 1;
    }
  }
  firstOfAccount[accounts] = filled;
  return { order: order.subarray(0, filled), firstOfAccount, isIntermediate, forks };
}

/** The write that made the next installed version after this one; null when nobody did. */
export function nextInstalled(
  { order, firstOfAccount }: InstalledVersions,
  { accesses }: History,
  [account, version]: readonly [number, number],
): number | null {
  const [from, to] = [firstOfAccount[account] ?? 0, firstOfAccount[account + 1] ?? 0];
  const place = firstAtLeast(order, accesses.version, { from, to, version: version + 1 });
  return place < to ? (order[place] as number) : null;
}

/** Within one transaction only the last write of an account is installed. Transactions are short: each looks back over its own. */
function markIntermediate({ transactions, accesses }: History): Uint8Array {
  const isIntermediate = new Uint8Array(accesses.count);
  for (let transaction = 0; transaction < transactions.count; transaction += 1) {
    const lastWrites = new Set<number>();
    const first = transactions.firstAccess[transaction] as number;
    for (let access = (transactions.firstAccess[transaction + 1] as number) - 1; access >= first; access -= 1) {
      if (accesses.kind[access] !== write) continue;
      const account = accesses.account[access] as number;
      if (lastWrites.has(account)) isIntermediate[access] = 1;
      lastWrites.add(account);
    }
  }
  return isIntermediate;
}
