/** A scenario after decoding: every unit explicit, every default filled in, frozen. */
import type { ApiSettings } from './api.js';
import type { IsolationLevel } from './anomaly.js';
import type { Gate } from './gate.js';

export interface Scenario {
  readonly name: string;
  readonly description: string;
  readonly seed: number;
  readonly target: TargetSettings;
  readonly ledger: LedgerSettings;
  readonly client: ClientSettings;
  /** Payments go to it, and not to the target behind it; absent where they go to the target itself. */
  readonly api?: ApiSettings;
  readonly traffic: TrafficSettings;
  /** Operations that the scenario brings with it, by kind; absent where it brings none. */
  readonly operations?: readonly OwnOperation[];
  readonly faults: readonly FaultSettings[];
  readonly blastRadius: BlastRadius;
  readonly claims: ClaimSettings;
  readonly recovery: RecoverySettings;
  readonly probes: ProbeSettings;
  readonly gates: readonly Gate[];
}

export interface OwnOperation {
  readonly kind: string;
  /** As the scenario names it. */
  readonly file: string;
  /** Of what it is compiled to, with everything that it imports; hexadecimal. */
  readonly sha256: string;
}

/** `settings` is what the topology's own schema decoded. */
export interface TargetSettings {
  readonly topology: string;
  readonly settings: unknown;
}

/** Which accounts draw more of the traffic than others. */
export interface Popularity {
  /** `share` (0 to 1) of the traffic goes to the first `accounts` of them. */
  readonly hot: { readonly accounts: number; readonly share: number } | null;
  /** Exponent of the Zipf distribution over the others, 0 for uniform. */
  readonly zipfExponent: number;
}

/** Whose credits can be buffered. hot-merchants: those of `merchants.hot`, and their parts. fees: the platform's fee accounts. */
export const bufferedAccounts = ['hot-merchants', 'fees'] as const;
export type BufferedAccounts = (typeof bufferedAccounts)[number];

/** Credits to these accounts are put into a buffer by their payments, and posted later, many at once, by a job behind the application. */
export interface BufferedPosting {
  readonly accounts: readonly BufferedAccounts[];
  /** From one look of the job into the buffer to the next. */
  readonly everyMs: number;
  /** Credits that it posts in one transaction at most, all of one account. */
  readonly batchMax: number;
}

/** Of the customers' wallets, unless it says otherwise. */
export interface LedgerSettings extends Popularity {
  /** Wallets of customers, numbered from 1. */
  readonly accounts: number;
  /** Minor units on every customer's wallet at the start. */
  readonly openingBalance: number;
  /** `split`: parts that each hot merchant's account has, so that payments to it need not wait for each other. */
  readonly merchants: Popularity & { readonly split: number };
  /** Absent where every payment posts all of its entries itself. */
  readonly bufferedPosting?: BufferedPosting;
  /** What vouchers are paid from: each campaign has its own budget, in minor units. */
  readonly campaigns: { readonly count: number; readonly budget: number };
  /** enforce: unique keys as an application has them. detect: without those that would hide a bug. */
  readonly mode: 'enforce' | 'detect';
  /** Database (schema) that paystorm owns in the target. */
  readonly schema: string;
}

export type Routing = 'zone-local' | 'round-robin' | 'single';

/** How the statements of a payment reach the server. */
export const sendings = ['per-statement', 'batched', 'pipelined'] as const;
export type Sending = (typeof sendings)[number];

/** Said wherever a result is shown, because it changes what is measured. */
export const sendingSentences: Readonly<Record<Sending, string>> = {
  'per-statement': 'The statements of a payment are sent one after the other, each when the last was answered.',
  batched: 'The statements of a payment are sent as one text.',
  pipelined: 'The statements of a payment are sent at once, and COMMIT when all were answered.',
};

/**
 * What a client does when a payment failed or its answer was lost. none: nothing. idempotent: sends it again under the same id. naive: pays again, under a
 * new id. status-query: asks the ledger for the payment, and sends it again under the same id when it is not there.
 */
export const retryPolicies = ['none', 'idempotent', 'naive', 'status-query'] as const;
export type RetryPolicyName = (typeof retryPolicies)[number];

export interface RetrySettings {
  readonly policy: RetryPolicyName;
  /** Attempts over all, the first included; 1 for none. */
  readonly attemptsMax: number;
}

export interface ClientSettings {
  /** Connections over all threads. */
  readonly connections: number;
  readonly threads: number;
  readonly routing: Routing;
  readonly sending: Sending;
  /** sorted: payments lock their accounts in the order of their numbers, so that no two wait for each other. unsorted: payer first, so that some do. */
  readonly lockOrder: 'sorted' | 'unsorted';
  /** How long a payment keeps its locks before it says COMMIT, as an application does that asks somebody else meanwhile; absent for no time at all. */
  readonly holdLocksMs?: number;
  readonly connectTimeoutMs: number;
  /** A payment answered later than this after its intended start is late; one not sent by then is dropped. */
  readonly deadlineMs: number;
  /** The longest an attempt may stay unanswered before its connection is destroyed. */
  readonly transactionTimeoutMs: number;
  readonly reconnect: { readonly minMs: number; readonly maxMs: number; readonly isJittered: boolean };
  readonly retry: RetrySettings;
  /** How long after its intended start a payment may be tried again; absent for as long as the transaction timeout. */
  readonly retryForMs?: number;
  /** Arrivals that may wait for a connection, over all threads, before further ones are dropped as pool-exhausted. */
  readonly queueMax: number;
}

/** Operation kind → weight (any positive numbers). */
export type Mix = Readonly<Record<string, number>>;

export interface TrafficSettings {
  /** Of every phase without a mix of its own. */
  readonly mix: Mix;
  readonly arrivals: 'poisson' | 'even';
  readonly phases: readonly PhaseSettings[];
  /** How long answers are awaited after the last arrival. */
  readonly drainMs: number;
}

/** Catalog shape and what its schema decoded. */
export interface ShapeSettings {
  readonly shape: string;
  readonly settings: unknown;
}

export interface PhaseSettings extends ShapeSettings {
  readonly name: string;
  readonly durationMs: number;
  /** Further shapes, whose rates come on top. */
  readonly plus?: readonly ShapeSettings[];
  /** Warm-up phases are driven but not measured. */
  readonly isWarmup: boolean;
  /** What this phase asks for instead of the traffic's mix. */
  readonly mix?: Mix;
}

export interface FaultSettings {
  readonly name: string;
  readonly kind: string;
  readonly settings: unknown;
  /** Anchor phase (null: the start of the run) and offset of the injection. */
  readonly at: { readonly phase: string | null; readonly offsetMs: number };
  /** Time from the injection to the heal; null for a planned operation that is to stay. */
  readonly healAfterMs: number | null;
}

/** How far faults may go. */
export interface BlastRadius {
  /** Nodes that may be broken at the same time, by all faults together. */
  readonly nodesAtOnceMax: number;
  /** Also more than the target goes on without. */
  readonly isBeyondTolerance?: true;
}

/** What the target promises; anomalies are judged against it. */
export interface ClaimSettings {
  readonly isolation: IsolationLevel;
  /** Whether a session on one connection sees what it wrote, and nothing older than it has seen before. */
  readonly session: 'guaranteed' | 'none';
  /** How old what a read shows may be; null: any age. */
  readonly stalenessMsMax: number | null;
  readonly durability: 'acknowledged-survives-one-node' | 'acknowledged-may-be-lost';
}

export interface RecoverySettings {
  /** How long goodput must hold before recovery counts (S in the definitions). */
  readonly sustainedMs: number;
  /** Longest stretch before the injection that serves as baseline (B in the definitions). */
  readonly baselineMs: number;
  /** Declared objectives; null when the scenario has none. */
  readonly objectiveMs: number | null;
}

export interface ProbeSettings {
  readonly ratePerSecond: number;
  readonly timeoutMs: number;
}
