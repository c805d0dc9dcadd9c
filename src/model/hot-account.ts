/** The accounts that most payments wanted at once: what they waited there, and how often they got in each other's way. */
import type { AccountKind } from './plan.js';

export interface HotAccounts {
  /** Those with the most payments first; at most ten. */
  readonly accounts: readonly HotAccount[];
  /** Of the payments that touched none of them, to compare with; null without such. */
  readonly othersServiceTimeMs: { readonly p50: number; readonly p99: number } | null;
  /** Arrivals that were looked at, from the first. */
  readonly arrivals: number;
}

export interface HotAccount {
  readonly account: number;
  readonly kind: AccountKind;
  /** The account that it is a part of. */
  readonly parent?: number;
  /** Arrivals and settlements that were to change it. */
  readonly payments: number;
  /** Of all that moved money, 0 to 1. */
  readonly share: number;
  /** Attempts that ended with a deadlock, a lock that came too late, or a conflict that another node had won. */
  readonly conflicts: number;
  /** Of acknowledged attempts; null without such. */
  readonly serviceTimeMs: { readonly p50: number; readonly p99: number } | null;
}
