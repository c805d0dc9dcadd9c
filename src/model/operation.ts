/** The port of a business action. An operation decides which accounts and amounts an arrival touches; it must not open connections, keep state, or draw chance from elsewhere. */
import type { LinkKind } from './audit.js';
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
  /** An account of a merchant, following the scenario's hot merchants, their parts and their skew. */
  merchant(): number;
  /** Reference of the bank's transfer that this arrival brings in, which no other arrival has; null where the mix has nothing that repeats one. */
  bankTransfer(): number | null;
  /** A payment of one of these kinds that was due shortly before, whatever became of it; null where there was none. The kinds themselves must not look back. */
  earlierPayment(kinds: readonly string[]): EarlierPayment | null;
}

export interface EarlierPayment {
  readonly arrival: number;
  readonly posting: Posting;
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
  /** `posted` where it is left out. */
  readonly state?: PaymentState;
  /** The arrival whose payment this one pays back, captures or voids. */
  readonly original?: number;
  /** What must hold besides covered accounts; the payment is declined when it does not. */
  readonly condition?: PostingCondition;
}

/** What a payment's row says of it, and nothing ever changes: `authorised` holds money, until another payment that refers to it has `captured` or `voided` it. */
export const paymentStates = ['posted', 'authorised', 'captured', 'voided'] as const;
export type PaymentState = (typeof paymentStates)[number];

/**
 * pledge: a second wallet is only looked at, and payer and second wallet together must keep at least `sumMin`. refundable: the original is there, and all that refers to it,
 * with this payment, is not above its amount; never without an original. authorised: the original is there, holds money, and was not settled before. unclaimed: the customer has had no voucher of this campaign.
 * uncredited: the bank's transfer has not been credited under another payment.
 */
export type PostingCondition =
  | { readonly kind: 'pledge'; readonly account: number; readonly sumMin: number }
  | { readonly kind: 'refundable' }
  | { readonly kind: 'authorised' }
  | { readonly kind: 'unclaimed'; readonly campaign: number; readonly customer: number }
  | { readonly kind: 'uncredited'; readonly transfer: number };

export interface BalanceRead {
  readonly kind: 'read';
  /** One: a single statement. Several: one after the other in one transaction. */
  readonly accounts: readonly number[];
}

/** The latest entries of an account, and its balance beside them, in one transaction. */
export interface HistoryRead {
  readonly kind: 'history';
  readonly account: number;
}

/** Whether the payment of an earlier arrival is there. */
export interface StatusRead {
  readonly kind: 'status';
  readonly original: number;
}

export type OperationContent = Posting | BalanceRead | HistoryRead | StatusRead;

/** What an operation is made of, whether paystorm brings it or a scenario. */
export interface OperationDefinition {
  readonly kind: string;
  /** One sentence for `paystorm list` and the reference. */
  readonly summary: string;
  readonly effect: 'posting' | 'read';
  /** Customers have an account for points only where some operation of the mix moves them. */
  readonly movesPoints?: true;
  /** What brings money from a bank carries the bank's reference only where some operation of the mix repeats it: plans of older versions know of none. */
  readonly repeatsBankTransfers?: true;
  /** What it writes that is bound by rules to other rows: only then is the ledger searched for such that break them. */
  readonly link?: LinkKind;
  draw(draws: Draws, ledger: LedgerLayout): OperationContent;
  /** The second transaction of a payment that only authorises: it follows when the first may have taken effect, and is tried until it is answered. */
  settle?(authorisation: Posting, draws: Draws, ledger: LedgerLayout): Settlement;
}

export interface OperationKind extends OperationDefinition {
  /** Only of one that a scenario brings with it. */
  readonly origin?: OperationOrigin;
}

export interface OperationOrigin {
  /** As the scenario names it. */
  readonly file: string;
  /** Compiled, with everything that it imports. */
  readonly text: string;
  /** Of `text`, hexadecimal. */
  readonly sha256: string;
  /** From the lines of `text` to those of the source; only where it has just been compiled. */
  readonly map?: string;
}

export interface Settlement {
  /** From the end of the authorisation to its settlement. */
  readonly afterMs: number;
  readonly posting: Posting;
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
  /** Whether the payment that it asked for is there; left out where it asked for none. */
  readonly found?: boolean;
  /** What it saw and made, for the search for anomalies; left out where it came to neither. */
  readonly accesses?: readonly Access[];
}

/** Where in a transaction an attempt stood when it ended. `autocommit-write` is kept for journals: no operation writes outside of a transaction. */
export const steps = ['connect', 'begin', 'statement', 'commit', 'autocommit-write', 'read', 'done'] as const;
export type Step = (typeof steps)[number];
