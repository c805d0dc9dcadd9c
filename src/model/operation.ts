/** The port of a business action. An operation decides which accounts and amounts an arrival touches; it must not open connections, keep state, or draw chance from elsewhere. */
import type { Access } from './history.js';
import type { LedgerLayout } from './plan.js';
import type { Outcome } from './outcome.js';

/** Numbers drawn from one arrival's own stream: the same arrival always yields the same draws. */
export interface Draws {
  /** Uniform integer in [0, bound). */
  below(bound: number): number;
  /** Uniform in [0, 1). */
  unit(): number;
  /** A customer's account, following the scenario's hot share and skew. */
  customer(): number;
  /** Like `customer`, but never this account. */
  otherCustomer(account: number): number;
}

/** One line of the double entry: minor units, negative for a debit. */
export interface Leg {
  readonly account: number;
  readonly amount: number;
}

/** A business effect: its legs sum to zero. */
export interface Posting {
  readonly kind: 'posting';
  /** What the customer pays, positive minor units. */
  readonly amount: number;
  readonly legs: readonly Leg[];
  /** Whether an outbox event is written in the same transaction. */
  readonly hasOutboxEvent: boolean;
  /** A second wallet that is only looked at; the payment is declined when it would leave less than this on payer and second wallet together. */
  readonly pledge?: { readonly account: number; readonly sumMin: number };
}

export interface BalanceRead {
  readonly kind: 'read';
  /** One: a single statement. Several: one after the other in one transaction. */
  readonly accounts: readonly number[];
}

export type OperationContent = Posting | BalanceRead;

export interface OperationKind {
  readonly kind: string;
  /** One sentence for `paystorm list` and the reference. */
  readonly summary: string;
  readonly effect: 'posting' | 'read';
  draw(draws: Draws, ledger: LedgerLayout): OperationContent;
}

/** What an arrival asks for, recomputable from the plan and its index. */
export interface ArrivalContent {
  /** Position of the kind in the sorted mix; stable for a plan. */
  readonly operation: number;
  /** Position in the plan's zones: where the customer comes from. */
  readonly zone: number;
  readonly content: OperationContent;
}

/** How one attempt of an arrival ended. */
export interface AttemptResult {
  readonly outcome: Outcome;
  /** 0 when there was no error. */
  readonly errno: number;
  readonly step: Step;
  /** Wire or driver message of the error, for logs; empty when there was none. */
  readonly message: string;
  /** Whether the connection may carry another attempt. */
  readonly isConnectionUsable: boolean;
  /** What it saw and made, for the search for anomalies; left out where it came to neither. */
  readonly accesses?: readonly Access[];
}

/** Where in a transaction an attempt stood when it ended. `autocommit-write` is kept for journals: no operation writes outside of a transaction. */
export const steps = ['connect', 'begin', 'statement', 'commit', 'autocommit-write', 'read', 'done'] as const;
export type Step = (typeof steps)[number];
