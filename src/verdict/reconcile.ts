/** The payments' way from attempt to ledger, from the latest audit: what clients were told, and what the books say. */
import { arrivalOf, numberOf } from '../kit/payment-id.js';
import type { AuditCategoryCount, AuditExample, LedgerAudit, NodeAudit } from '../model/audit.js';
import type { ArrivalTable } from '../model/evidence.js';
import { outcomes } from '../model/outcome.js';
import { justBeforeFaultMs } from '../model/recovery.js';
import type { LostPayment, LostPayments, Reconciliation } from '../model/reconciliation.js';
import type { FaultStory } from './fault-stories.js';
import { firstLookResults } from './first-looks.js';
import type { EventOf } from './read-journal.js';
import { lowerBound } from './recovery/goodput.js';
import type { Incident } from './recovery/incidents.js';

const acknowledged = outcomes.indexOf('acknowledged');
const dropped = outcomes.indexOf('dropped');

export interface ReconcileOptions {
  readonly audit: LedgerAudit | null;
  readonly arrivals: ArrivalTable;
  /** Names that the arrivals' operations refer to. */
  readonly operations: readonly string[];
  /** Positions of the operations that post payments: only those can be lost. */
  readonly postings: ReadonlySet<number>;
  readonly incidents: readonly Incident[];
  readonly firstLooks: readonly EventOf<'first-look'>[];
  readonly runTag: number;
  /** Payments that one arrival may have become. */
  readonly perArrival: number;
}

export function reconcile(options: ReconcileOptions): Reconciliation | null {
  const { audit, incidents } = options;
  if (audit === null) return null;
  const authority = audit.nodes.find((node) => node.node === audit.authority && node.unreadable === null);
  const strikes = incidents.flatMap(({ faults }) => faults.findLast(mayHaveStruck) ?? faults.at(-1) ?? []);
  const lost = authority === undefined ? null : lostPayments(authority.categories.lost, options, strikes);
  // The record holds what it needs of these lists: how many they are, and the first of them as payments.
  const { lostArrivals: _lost, brokenArrivals: _broken, overchargedArrivals: _overcharged, ...printed } = audit;
  return {
    attempted: audit.attempted,
    neverSent: droppedPostings(options),
    // What was not read is not counted: not as present, and not as lost.
    acknowledgedPresent: lost === null ? null : audit.attempted.acknowledged - lost.count,
    lost,
    acknowledgedJustBeforeFault: acknowledgedBefore(options, strikes.filter(mayHaveStruck)),
    firstLooks: firstLookResults(options.firstLooks, audit, options),
    inDoubtPresent: authority?.inDoubt.present ?? null,
    inDoubtAbsent: authority?.inDoubt.absent ?? null,
    audit: printed,
  };
}

function lostPayments(
  { count, money, examples }: AuditCategoryCount,
  options: ReconcileOptions,
  strikes: readonly FaultStory[],
): LostPayments {
  const payments = examples.map((example) => lostPayment(example, options, strikes));
  const unlisted = options.audit?.lostArrivals?.slice(examples.length) ?? [];
  let oldestAgeMs: number | null = null;
  for (const ageMs of [...payments.map((each) => each.ageMs), ...unlisted.map(ageOfArrival)]) {
    if (ageMs !== null && ageMs > (oldestAgeMs ?? Number.NEGATIVE_INFINITY)) oldestAgeMs = ageMs;
  }
  return { count, money, oldestAgeMs, payments };

  function ageOfArrival(arrival: number): number | null {
    const acknowledgedMs = answeredAt(options.arrivals, arrival);
    return Number.isFinite(acknowledgedMs) ? ageOf(acknowledgedMs, strikes) : null;
  }
}

function droppedPostings({ arrivals, postings }: ReconcileOptions): number {
  let count = 0;
  for (let index = 0; index < arrivals.count; index += 1)
    if (arrivals.outcome[index] === dropped && postings.has(arrivals.operation[index] as number)) count += 1;
  return count;
}

/** On the plan's axis; NaN without a correct answer. */
function answeredAt({ intendedStartMs, responseTimeMs }: ArrivalTable, arrival: number): number {
  return (intendedStartMs[arrival] as number) + (responseTimeMs[arrival] as number);
}

function lostPayment(
  example: AuditExample,
  { arrivals, operations, perArrival }: ReconcileOptions,
  strikes: readonly FaultStory[],
): LostPayment {
  const payment = example.payment ?? 0;
  const operation = operations[arrivals.operation[arrivalOf(numberOf(payment), perArrival)] ?? 255];
  const { acknowledgedMs } = example;
  return {
    payment,
    operation: operation ?? 'unknown',
    amount: example.amount ?? 0,
    acknowledgedMs,
    ageMs: acknowledgedMs === null ? null : ageOf(acknowledgedMs, strikes),
    foundOn: example.foundOn ?? [],
  };
}

/**
 * Time before the strike that took it: the next one after its acknowledgement, or the last of all. An incident strikes with its
 * last fault; what came before, such as cutting the replication, only prepared it. Negative when it was acknowledged after that.
 */
function ageOf(acknowledgedMs: number, strikes: readonly FaultStory[]): number | null {
  const next = strikes.find(({ issuedMs, verifiedMs }) => (verifiedMs ?? issuedMs) >= acknowledgedMs) ?? strikes.at(-1);
  return next === undefined ? null : next.issuedMs - acknowledgedMs;
}

/** A fault of which it is known that it had no effect puts nothing at risk. */
function mayHaveStruck({ ineffectiveReason }: FaultStory): boolean {
  return typeof ineffectiveReason !== 'string';
}

/** Payments whose acknowledgement reached the client in the last seconds before a strike: the ones at risk. */
function acknowledgedBefore({ arrivals, postings }: ReconcileOptions, strikes: readonly FaultStory[]): number {
  let count = 0;
  const to = lowerBound(arrivals.intendedStartMs, strikes.at(-1)?.issuedMs ?? Number.NEGATIVE_INFINITY);
  for (let index = 0; index < to; index += 1) {
    if (arrivals.outcome[index] !== acknowledged || !postings.has(arrivals.operation[index] as number)) continue;
    const answeredMs = answeredAt(arrivals, index);
    if (strikes.some(({ issuedMs }) => answeredMs >= issuedMs - justBeforeFaultMs && answeredMs < issuedMs)) count += 1;
  }
  return count;
}

/** Nodes that were read and are expected to hold the truth. */
export function judgedNodes(audit: LedgerAudit): readonly NodeAudit[] {
  return audit.nodes.filter((node) => node.role !== 'aside' && node.unreadable === null);
}
