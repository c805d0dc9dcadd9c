/** Follows the entries of one account in the order of their versions: each must make the next version, and its balance follow from the one before. */
import { formatCount } from '../../kit/format.js';
import type { EntryRow } from '../../ledger/read-rows.js';

export class AccountHistory {
  readonly opening: number;
  /** Last version made; 0 before the first entry. */
  version = 0;
  sum = 0;
  /** What the last entry says the balance is. */
  balanceAfter: number;
  lowest: number;
  /** The first break of the chain. */
  problem: string | null = null;

  constructor(opening: number) {
    this.opening = opening;
    this.balanceAfter = opening;
    this.lowest = opening;
  }

  /** Opening plus all entries. */
  get expected(): number {
    return this.opening + this.sum;
  }

  follow(entry: EntryRow): void {
    this.problem ??= this.#breakAt(entry);
    this.version = entry.accountVersion;
    this.sum += entry.amount;
    this.balanceAfter = entry.balanceAfter;
    this.lowest = Math.min(this.lowest, entry.balanceAfter);
  }

  #breakAt({ accountVersion, amount, balanceAfter, paymentId }: EntryRow): string | null {
    const which = `version ${accountVersion} by payment ${paymentId}`;
    if (accountVersion === this.version) return `${which} is the second of that number (a fork)`;
    if (accountVersion !== this.version + 1) return `${which} follows version ${this.version} (a gap)`;
    if (balanceAfter === this.balanceAfter + amount) return null;
    return `${which} left ${formatCount(balanceAfter)} instead of ${formatCount(this.balanceAfter + amount)}`;
  }
}
