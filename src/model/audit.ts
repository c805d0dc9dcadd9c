/** What reading the whole ledger back on every node showed, compared with the journal and the plan. Facts only; checks judge them. */
import type { BufferedCredits } from './buffer.js';

export interface LedgerAudit {
  readonly atMs: number;
  readonly wallClock: string;
  /** Node whose content counts as the truth; null when none could be read. */
  readonly authority: string | null;
  /** Payments the journal knows, by final outcome; each attempt of a naive client is one. */
  readonly attempted: AttemptedCounts;
  readonly nodes: readonly NodeAudit[];
  readonly excluded: readonly { readonly node: string; readonly reason: string; readonly hasStrayed?: boolean }[];
  /** Nodes that did not belong to the target when it was read: nothing is expected of them. */
  readonly absent?: readonly string[];
  /** Comparable nodes whose rows differ from the authority's, per table. Empty when all agree. */
  readonly differences: readonly NodeDifference[];
  /** Whether arrivals without a journal record may exist (the runner was killed): present ones are then resolved, not unexpected. */
  readonly isJournalCut: boolean;
  /** Arrivals acknowledged and yet absent on the authority, in the order of their number: availability and recovery withdraw their credit. At most 500,000; left out of the record. */
  readonly lostArrivals?: readonly number[];
  /** The same for those that are there in part or more than once. At most 500,000. */
  readonly brokenArrivals?: readonly number[];
  /** The same for those that a naive client charged more than once, by payments of which each is whole. At most 500,000. */
  readonly overchargedArrivals?: readonly number[];
  /** What the run's operations write that is bound by rules to other rows; left out by older versions. */
  readonly links?: readonly LinkKind[];
  /** Null where no authority could be read; left out by older versions. */
  readonly lostSales?: LostSales | null;
}

/** Arrivals that wanted to pay, got no correct answer at all, and have no payment on the authority. */
export interface LostSales {
  readonly count: number;
  /** Minor units that would have been paid. */
  readonly money: number;
}

export interface AttemptedCounts {
  readonly acknowledged: number;
  readonly aborted: number;
  readonly inDoubt: number;
  readonly declined: number;
  /** Postings without a record in a cut journal. */
  readonly unrecorded: number;
}

export interface NodeAudit {
  readonly node: string;
  /** Compared with the authority, or only looked at (a node that left the cluster). */
  readonly role: 'authority' | 'comparable' | 'aside';
  readonly rows: {
    readonly accounts: number;
    readonly payments: number;
    readonly entries: number;
    readonly outbox: number;
  };
  /** Rows that are bound by rules to other rows; left out where no operation of the run writes such. */
  readonly linked?: LinkedRows;
  /** `balance`: of all accounts, with what waits in the buffer for them. */
  readonly totals: { readonly opening: number; readonly balance: number };
  /** What waits to be posted; left out where the ledger has no buffer. */
  readonly buffered?: BufferedCredits;
  readonly categories: Readonly<Record<AuditCategory, AuditCategoryCount>>;
  /** `broken`: of the present ones, those that are there in part or more than once. */
  readonly inDoubt: { readonly present: number; readonly absent: number; readonly broken?: number };
  /** Acknowledged payments found on this node although the authority lacks them. */
  readonly lostButHere: number;
  /** A query that failed while reading: the node is then not judged. */
  readonly unreadable: string | null;
}

/** refund: a payment that pays another back. settlement: one that captures or voids what another holds. voucher: the entry of a campaign for a customer. bank-transfer: the entry of a bank's transfer that was credited. */
export type LinkKind = 'refund' | 'settlement' | 'voucher' | 'bank-transfer';

export interface LinkedRows {
  readonly refunds: number;
  /** Captures and voids. */
  readonly settlements: number;
  readonly authorised: number;
  readonly vouchers: number;
  /** Transfers of banks that were credited; left out where they carry no reference. */
  readonly bankTransfers?: number;
}

/**
 * lost: acknowledged, absent. duplicate: more than one effect for an id, or more than one payment for an arrival. phantom: aborted or declined, present. partial: legs or outbox missing.
 * content: a payment or an account that is present with other rows than planned. unexpected: never attempted. chain: a gap, fork or wrong balance_after in an account's versions.
 * drift: balance differs from opening + entries. negative: a balance below zero where that is forbidden.
 * excess: paid back more than was paid. unbacked: captured or voided without an authorisation, or again. pending: authorised, and neither captured nor voided.
 * overissued: a customer's second voucher of a campaign, a voucher without its payment, or a payment without its voucher. recredited: the same of a bank's transfer.
 * The last five are left out by older versions.
 */
export const auditCategories = [
  'lost',
  'duplicate',
  'phantom',
  'partial',
  'content',
  'unexpected',
  'chain',
  'drift',
  'negative',
  'excess',
  'unbacked',
  'pending',
  'overissued',
  'recredited',
] as const;
export type AuditCategory = (typeof auditCategories)[number];

export interface AuditCategoryCount {
  readonly count: number;
  /** Minor units concerned, absolute. */
  readonly money: number;
  /** At most 1,000, the oldest first. */
  readonly examples: readonly AuditExample[];
}

export interface AuditExample {
  readonly payment: number | null;
  readonly account: number | null;
  readonly amount: number | null;
  /** When the client received the acknowledgement, on the plan's axis. */
  readonly acknowledgedMs: number | null;
  /** Nodes that hold a payment which the authority has lost. */
  readonly foundOn?: readonly string[];
  readonly text: string;
}

export interface NodeDifference {
  readonly node: string;
  readonly table: 'account' | 'payment' | 'entry' | 'outbox' | 'voucher' | 'bank_transfer';
  readonly rows: number;
  readonly examples: readonly string[];
}
