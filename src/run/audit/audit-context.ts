/** What reading every node of one ledger has in common: what was planned, and what the journal says of it. */
import { formatClock, formatCount } from '../../kit/format.js';
import { arrivalOf, paymentIdOf, paymentNumber } from '../../kit/payment-id.js';
import { firstSettlement, isSettlement } from '../../kit/settlement-index.js';
import type { AuditExample } from '../../model/audit.js';
import type { RunHeader } from '../../model/journal.js';
import type { ArrivalContent, Posting } from '../../model/operation.js';
import type { Contents } from '../../plan/contents.js';
import type { PaymentOutcomes } from './payment-outcomes.js';

/** Payments and accounts that a piece of reading covers. Pieces are the same on every node, so that their digests can be compared. */
export const numbersPerPiece = 10_000;
export const accountsPerPiece = 5_000;

/** Payments go by their numbers, see kit/payment-id. */
export interface AuditContext {
  readonly header: RunHeader;
  readonly outcomes: PaymentOutcomes;
  readonly contents: Contents;
  /** Payments that one arrival may have become. */
  readonly perArrival: number;
  /** Bound of the payments that can exist: no schedule of this plan reaches it. */
  readonly numbersEnd: number;
  readonly isJournalCut: boolean;
  /** Whether the ledger has a buffer, in which entries of payments may wait. */
  readonly isBuffering: boolean;
  /** Of an earlier time: the outcomes are those of then, and whatever was sent later has none. */
  readonly isCopy: boolean;
  readonly onProgress: (text: string) => void;
}

export function numbersEndOf({ plan }: RunHeader, { contents, recorded, perArrival }: Numbered): number {
  const arrivals = firstSettlement(plan);
  return Math.max(recorded, (hasSettlements(contents) ? 2 : 1) * arrivals * perArrival);
}

interface Numbered {
  readonly contents: Contents;
  /** One more than the highest number in the journal. */
  readonly recorded: number;
  readonly perArrival: number;
}

function hasSettlements({ operations }: Contents): boolean {
  return operations.some(({ settle }) => settle !== undefined);
}

/** What the arrival of a payment asks for. */
export function contentOf({ contents, perArrival }: AuditContext, number: number): ArrivalContent {
  return contents.contentOf(arrivalOf(number, perArrival));
}

/** The payment that this one refers to; null for none. What is settled is the last of an arrival's payments: only when the others had failed was it sent. */
export function originalNumber(
  { header, outcomes, perArrival }: AuditContext,
  number: number,
  { original }: Posting,
): number | null {
  if (original === undefined) return null;
  const first = paymentNumber(original, 1, perArrival);
  if (!isSettlement(header.plan, arrivalOf(number, perArrival))) return first;
  let last = first + perArrival - 1;
  while (last > first && !outcomes.wasAttempted(last)) last -= 1;
  return last;
}

/** What a payment of this run should look like; null when its arrival only reads. */
export function plannedPosting(context: AuditContext, number: number): Posting | null {
  const { content } = contentOf(context, number);
  return content.kind === 'posting' ? content : null;
}

export function plannedOperation(context: AuditContext, number: number): string {
  return context.header.operations[contentOf(context, number).operation] ?? 'unknown';
}

/** Whether there was to be a payment at all; what the journal says spares drawing its content again. */
export function isPosting(context: AuditContext, number: number): boolean {
  const kind = context.contents.operations[context.outcomes.operationOf(number)];
  return kind === undefined ? plannedPosting(context, number) !== null : kind.effect === 'posting';
}

export interface PaymentNote {
  readonly number: number;
  readonly amount: number;
  /** What is wrong, after the payment's own words. */
  readonly what: string;
}

export function paymentExample(context: AuditContext, { number, amount, what }: PaymentNote): AuditExample {
  const payment = paymentIdOf(context.header.runTag, number);
  const acknowledgedMs = context.outcomes.acknowledgedMs(number);
  const told =
    acknowledgedMs === null ? outcomeWords(context, number) : `acknowledged at ${formatClock(acknowledgedMs, 3)}`;
  const operation = plannedOperation(context, number);
  const text = `payment ${payment}: ${operation} of ${formatCount(amount)} minor units, ${told}; ${what}`;
  return { payment, account: null, amount, acknowledgedMs, text };
}

function outcomeWords({ outcomes }: AuditContext, number: number): string {
  const outcome = outcomes.outcomeOf(number);
  if (outcome === null) return 'without a record';
  return outcome === 'in-doubt' ? 'in doubt' : outcome;
}
