/** A plan: what will happen and when, as a pure function of scenario and seed. It is data: threads and stored runs receive it as JSON. */
import type { RateSegment } from './rate.js';
import type { Mix, Scenario } from './scenario.js';

export interface Plan {
  readonly version: 1;
  readonly scenario: Scenario;
  /** SHA-256 over the canonical JSON of the scenario, hexadecimal. */
  readonly scenarioHash: string;
  readonly phases: readonly ScheduledPhase[];
  readonly segments: readonly RateSegment[];
  /** End of the last phase; the drain comes after it. */
  readonly durationMs: number;
  /** Integral of the rate. */
  readonly arrivalsExpected: number;
  readonly faults: readonly ScheduledFault[];
  readonly ledger: LedgerLayout;
  /** What arrivals ask for, stretch by stretch, the first from arrival 0 on; left out when no phase has a mix of its own. */
  readonly mixes?: readonly ScheduledMix[];
  /** Names of the zones arrivals come from, in the order that contents refer to. */
  readonly zones: readonly string[];
}

export interface ScheduledPhase {
  readonly name: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly isWarmup: boolean;
}

/** Holds for arrivals from `firstIndex` up to the first one of the next. */
export interface ScheduledMix {
  readonly firstIndex: number;
  readonly mix: Mix;
}

export interface ScheduledFault {
  readonly name: string;
  readonly kind: string;
  readonly settings: unknown;
  readonly injectAtMs: number;
  /** For what stays: when it begins, because nothing is undone later. */
  readonly healAtMs: number;
  /** A planned operation that is not undone. */
  readonly stays?: true;
}

/** Account numbers are dense, in this order. Ranges are [first, first + count); the last ones are missing from plans of older versions. */
export interface LedgerLayout {
  readonly customers: AccountRange;
  readonly merchants: AccountRange;
  readonly fees: AccountRange;
  /** Suspense accounts: what comes from a bank and what goes to one. */
  readonly banks: AccountRange;
  /** They hold what is authorised until it is captured or voided. */
  readonly holdings: AccountRange;
  /** One for each campaign: what its vouchers are paid from. */
  readonly budgets: AccountRange;
  /** They issue membership points, and take them back. */
  readonly issuers: AccountRange;
  /** Parts of the hot merchants' accounts, `split` for each in the merchants' order; none where they are not split. */
  readonly merchantParts: AccountRange;
  /** Membership points, one account for each customer in the customers' order; none where no operation asks for them. */
  readonly points: AccountRange;
}

export interface AccountRange {
  readonly kind: AccountKind;
  readonly first: number;
  readonly count: number;
  readonly openingBalance: number;
  readonly mayBeNegative: boolean;
  /** The range's accounts are parts of others: the first `each` of account `first`, the next ones of the account after it. */
  readonly partsOf?: { readonly first: number; readonly each: number };
}

export type AccountKind =
  'customer' | 'merchant' | 'fee' | 'bank' | 'holding' | 'budget' | 'issuer' | 'merchant-part' | 'points';

/** An arrival as the schedule knows it. Its content is drawn from `index` alone. */
export interface Arrival {
  /** Position in the whole schedule, from 0; the same on every shard. */
  readonly index: number;
  readonly intendedStartMs: number;
}
