/**
 * What the customers are left with, beyond single payments: an arrival that became more than one payment was charged more than once, and one that was
 * answered by no payment and has none is a lost sale. Told of the authority, once what it holds is known.
 */
import { foldOutcome, unrecorded } from '../../journal/final-outcome.js';
import { formatCount } from '../../kit/format.js';
import { payingAgain } from '../../kit/client-sentence.js';
import { paymentIdOf, paymentNumber } from '../../kit/payment-id.js';
import { firstSettlement } from '../../kit/settlement-index.js';
import type { AuditCategoryCount, LostSales } from '../../model/audit.js';
import { outcomes, type Outcome } from '../../model/outcome.js';
import { isPosting, paymentExample, plannedPosting, type AuditContext } from './audit-context.js';
import { CategoryCounts } from './category-counts.js';

/** As many as the journal takes in one line. */
const rememberedMax = 500_000;

export interface CustomersLeft {
  readonly overcharged: AuditCategoryCount;
  /** Of the overcharged, those that were acknowledged. */
  readonly overchargedArrivals: readonly number[];
  readonly lostSales: LostSales;
}

export function judgeCustomers(context: AuditContext): CustomersLeft {
  const counts = new CategoryCounts();
  const overchargedArrivals: number[] = [];
  const lostSales = { count: 0, money: 0 };
  const recorded = Math.ceil(context.outcomes.count / context.perArrival);
  const arrivals = Math.min(recorded, firstSettlement(context.header.plan));
  for (let arrival = 0; arrival < arrivals; arrival += 1) {
    // Nearly all, where an arrival is one payment.
    if (context.perArrival === 1 && !isUnserved(context.outcomes.outcomeOf(arrival))) continue;
    const { outcome, charges } = customerOf(context, arrival);
    if (charges.length > 1) {
      const [first = 0, ...others] = charges;
      const amount = (plannedPosting(context, first)?.amount ?? 0) * others.length;
      counts.add(
        'duplicate',
        amount,
        paymentExample(context, { number: first, amount, what: chargedAgain(context, others) }),
      );
      if (outcome === 'acknowledged' && overchargedArrivals.length < rememberedMax) overchargedArrivals.push(arrival);
    }
    if (charges.length > 0 || !isUnserved(outcome)) continue;
    const posting = plannedPosting(context, paymentNumber(arrival, 1, context.perArrival));
    if (posting === null) continue;
    lostSales.count += 1;
    lostSales.money += posting.amount;
  }
  return { overcharged: counts.take().duplicate, overchargedArrivals, lostSales };
}

interface Customer {
  /** Of the arrival over all its payments; null without a record. */
  readonly outcome: Outcome | null;
  /** The payments that the authority holds. */
  readonly charges: readonly number[];
}

const none: readonly number[] = [];

function customerOf(context: AuditContext, arrival: number): Customer {
  const { outcomes: told, perArrival } = context;
  let folded = unrecorded;
  let charges: number[] | null = null;
  for (let attempt = 1; attempt <= perArrival; attempt += 1) {
    const number = paymentNumber(arrival, attempt, perArrival);
    const outcome = told.outcomeOf(number);
    if (outcome !== null) folded = foldOutcome(folded, outcome);
    const isThere =
      outcome === 'acknowledged' ? !told.isLost(number) && isPosting(context, number) : told.isFound(number);
    if (isThere) (charges ??= []).push(number);
  }
  return { outcome: outcomes[folded] ?? null, charges: charges ?? none };
}

function isUnserved(outcome: Outcome | null): boolean {
  return outcome === 'aborted' || outcome === 'dropped' || outcome === 'in-doubt';
}

function chargedAgain({ header }: AuditContext, others: readonly number[]): string {
  const ids = others.map((number) => paymentIdOf(header.runTag, number)).join(', ');
  const who = payingAgain(header.plan.scenario);
  return `charged ${formatCount(others.length + 1)} times: ${who} paid again, as payment ${ids}`;
}
