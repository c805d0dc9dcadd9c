/** What reading every node of one ledger has in common: what was planned, and what the journal says of it. */
import { formatClock, formatCount } from '../../kit/format.js';
import { paymentIdOf } from '../../kit/payment-id.js';
import type { AuditExample } from '../../model/audit.js';
import type { RunHeader } from '../../model/journal.js';
import type { Posting } from '../../model/operation.js';
import type { AccountRange } from '../../model/plan.js';
import type { Contents } from '../../plan/contents.js';
import type { ArrivalOutcomes } from './arrival-outcomes.js';

/** Arrivals and accounts that a piece of reading covers. Pieces are the same on every node, so that their digests can be compared. */
export const arrivalsPerPiece = 10_000;
export const accountsPerPiece = 5_000;

export interface AuditContext {
  readonly header: RunHeader;
  readonly outcomes: ArrivalOutcomes;
  readonly contents: Contents;
  /** Bound of the arrivals that can exist: no schedule of this plan reaches it. */
  readonly arrivalsEnd: number;
  readonly isJournalCut: boolean;
  /** Of an earlier time: the outcomes are those of then, and whatever was sent later has none. */
  readonly isCopy: boolean;
  readonly onProgress: (text: string) => void;
}

/** Six standard deviations above the expected count of a Poisson schedule, and some more. */
export function arrivalsEndOf({ plan }: RunHeader, recorded: number): number {
  const { arrivalsExpected } = plan;
  return Math.max(recorded, Math.ceil(arrivalsExpected + 6 * Math.sqrt(arrivalsExpected)) + 16);
}

/** What a payment of this run should look like; null when the arrival only reads. */
export function plannedPosting({ contents }: AuditContext, arrival: number): Posting | null {
  const { content } = contents.contentOf(arrival);
  return content.kind === 'posting' ? content : null;
}

export function plannedOperation({ contents, header }: AuditContext, arrival: number): string {
  return header.operations[contents.contentOf(arrival).operation] ?? 'unknown';
}

/** Whether an arrival was to post a payment; what the journal says spares drawing its content again. */
export function isPosting(context: AuditContext, arrival: number): boolean {
  const kind = context.contents.operations[context.outcomes.operationOf(arrival)];
  return kind === undefined ? plannedPosting(context, arrival) !== null : kind.effect === 'posting';
}

export interface PaymentNote {
  readonly arrival: number;
  readonly amount: number;
  /** What is wrong, after the payment's own words. */
  readonly what: string;
}

export function paymentExample(context: AuditContext, { arrival, amount, what }: PaymentNote): AuditExample {
  const payment = paymentIdOf(context.header.runTag, arrival);
  const acknowledgedMs = context.outcomes.acknowledgedMs(arrival);
  const told =
    acknowledgedMs === null ? outcomeWords(context, arrival) : `acknowledged at ${formatClock(acknowledgedMs, 3)}`;
  const operation = plannedOperation(context, arrival);
  const text = `payment ${payment}: ${operation} of ${formatCount(amount)} minor units, ${told}; ${what}`;
  return { payment, account: null, amount, acknowledgedMs, text };
}

function outcomeWords({ outcomes }: AuditContext, arrival: number): string {
  const outcome = outcomes.outcomeOf(arrival);
  if (outcome === null) return 'without a record';
  return outcome === 'in-doubt' ? 'in doubt' : outcome;
}

export function rangeOf(accounts: readonly AccountRange[], account: number): AccountRange | undefined {
  return accounts.find(({ first, count }) => account >= first && account < first + count);
}
