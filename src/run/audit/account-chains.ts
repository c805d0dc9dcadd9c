/**
 * Proves the histories of many accounts without reading them. An entry leads an account from one standing (its version and balance) to the next, so where
 * nothing is missing, doubled or changed, the standings that entries lead to and the opening are the ones that they start from and the account's own row.
 */
import { Fingerprint } from '../../ledger/fingerprint.js';
import type { AccountRow } from '../../ledger/read-rows.js';
import type { KeyRange } from '../../ledger/select-rows.js';
import { noEntries, type EntrySum } from '../../ledger/sum-rows.js';
import type { AccountRange } from '../../model/plan.js';

/** As many as can be told apart when something does not fit. */
const bucketsMax = 4_096;

export class AccountChains {
  /** Accounts that were planned. */
  readonly accounts: KeyRange;
  /** Accounts a bucket. */
  readonly width: number;
  readonly #buckets: readonly Bucket[];
  /** Accounts that nobody planned. */
  readonly #others = new Bucket();

  constructor(ranges: readonly AccountRange[]) {
    const from = Math.min(...ranges.map(({ first }) => first));
    const to = Math.max(...ranges.map(({ first, count }) => first + count));
    this.accounts = { from, to };
    this.width = Math.ceil((to - from) / bucketsMax);
    this.#buckets = Array.from({ length: Math.ceil((to - from) / this.width) }, () => new Bucket());
    for (const { first, count, openingBalance } of ranges) {
      for (let account = first; account < first + count; account += 1) {
        this.#bucketOf(account).ends.foldStanding(account, 0, openingBalance);
      }
    }
  }

  /** An account as its row says that it stands. */
  add({ account, version, balance }: AccountRow): void {
    const bucket = this.#bucketOf(account);
    bucket.versions += version;
    bucket.ends.foldStanding(account, version, balance);
    if (bucket === this.#others) bucket.ends.foldStanding(account, 0, 0);
  }

  /** Whether all entries together lead every account from its opening to its row, and none below zero. */
  areWhole(entries: EntrySum): boolean {
    const all = [...this.#buckets, this.#others];
    const versions = all.reduce((sum, bucket) => sum + bucket.versions, 0);
    const ends = all.reduce((folded, bucket) => folded ^ bucket.ends.value, 0n);
    return fits(entries, versions, ends);
  }

  /** Accounts that may be at fault, by what the entries of each bucket make. */
  suspects(entries: ReadonlyMap<number, EntrySum>): readonly KeyRange[] {
    const { from, to } = this.accounts;
    const suspects: { from: number; to: number }[] = [];
    for (const [index, bucket] of this.#buckets.entries()) {
      if (fits(entries.get(index) ?? noEntries, bucket.versions, bucket.ends.value)) continue;
      const first = from + index * this.width;
      const end = Math.min(to, first + this.width);
      const last = suspects.at(-1);
      if (last?.to === first) last.to = end;
      else suspects.push({ from: first, to: end });
    }
    return suspects;
  }

  #bucketOf(account: number): Bucket {
    return this.#buckets[Math.floor((account - this.accounts.from) / this.width)] ?? this.#others;
  }
}

class Bucket {
  /** The openings and what the rows say. */
  readonly ends = new Fingerprint();
  versions = 0;
}

/** The number is compared too, because what is there twice more vanishes in an exclusive-or. */
function fits({ rows, links, lowest }: EntrySum, versions: number, ends: bigint): boolean {
  return rows === versions && links === ends && lowest >= 0;
}
