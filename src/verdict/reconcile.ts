/** The payments' way from attempt to ledger, from the latest audit: what clients were told, and what the books say. */
import { arrivalOf } from '../kit/payment-id.js';
import type { AuditExample, LedgerAudit, NodeAudit } from '../model/audit.js';
import type { ArrivalTable } from '../model/evidence.js';
import { outcomes } from '../model/outcome.js';
import type { LostPayment, Reconciliation } from '../model/run-record.js';
import { lowerBound } from './recovery/goodput.js';
import type { Incident } from './recovery/incidents.js';

const justBeforeMs = 5_000;
const acknowledged = outcomes.indexOf('acknowledged');

export interface ReconcileOptions {
  readonly audit: LedgerAudit | null;
  readonly arrivals: ArrivalTable;
  /** Names that the arrivals' operations refer to. */
  readonly operations: readonly string[];
  /** Positions of the operations that post payments: only those can be lost. */
  readonly postings: ReadonlySet<number>;
  readonly incidents: readonly Incident[];
}

export function reconcile(options: ReconcileOptions): Reconciliation | null {
  const { audit, incidents } = options;
  if (audit === null) return null;
  const authority = audit.nodes.find((node) => node.node === audit.authority && node.unreadable === null);
  const strikesMs = incidents.flatMap(({ faults }) => faults.at(-1)?.issuedMs ?? []);
  const firstMs = strikesMs[0] ?? null;
  const lost = authority?.categories.lost ?? { count: 0, money: 0, examples: [] };
  const payments = lost.examples.map((example) => lostPayment(example, options, strikesMs));
  const ages = payments.flatMap(({ ageMs }) => (ageMs === null ? [] : [ageMs]));
  // The record holds what it needs of the list of withdrawn arrivals: their payments.
  const { withdrawnArrivals: _withdrawn, ...printed } = audit;
  return {
    attempted: audit.attempted,
    acknowledgedPresent: audit.attempted.acknowledged - lost.count,
    lost: {
      count: lost.count,
      money: lost.money,
      oldestAgeMs: ages.length === 0 ? null : Math.max(...ages),
      payments,
    },
    acknowledgedJustBeforeFault: firstMs === null ? 0 : acknowledgedBefore(options, firstMs),
    inDoubtPresent: authority?.inDoubt.present ?? 0,
    inDoubtAbsent: authority?.inDoubt.absent ?? 0,
    audit: printed,
  };
}

function lostPayment(
  example: AuditExample,
  { arrivals, operations }: ReconcileOptions,
  strikesMs: readonly number[],
): LostPayment {
  const payment = example.payment ?? 0;
  const operation = operations[arrivals.operation[arrivalOf(payment)] ?? 255];
  const { acknowledgedMs } = example;
  return {
    payment,
    operation: operation ?? 'unknown',
    amount: example.amount ?? 0,
    acknowledgedMs,
    ageMs: acknowledgedMs === null ? null : ageOf(acknowledgedMs, strikesMs),
    foundOn: example.foundOn ?? [],
  };
}

/**
 * Time before the strike that took it: the nearest one. An incident strikes with its last fault; what came before, such as
 * cutting the replication, only prepared it. Negative when the payment was acknowledged after it.
 */
function ageOf(acknowledgedMs: number, strikesMs: readonly number[]): number | null {
  const ages = strikesMs.map((strikeMs) => strikeMs - acknowledgedMs);
  return ages.sort((a, b) => Math.abs(a) - Math.abs(b))[0] ?? null;
}

/** Payments whose acknowledgement reached the client in the last seconds before the first fault: the ones at risk. */
function acknowledgedBefore({ arrivals, postings }: ReconcileOptions, injectedMs: number): number {
  let count = 0;
  const to = lowerBound(arrivals.intendedStartMs, injectedMs);
  for (let index = 0; index < to; index += 1) {
    if (arrivals.outcome[index] !== acknowledged || !postings.has(arrivals.operation[index] as number)) continue;
    const answeredMs = (arrivals.intendedStartMs[index] as number) + (arrivals.responseTimeMs[index] as number);
    if (answeredMs >= injectedMs - justBeforeMs && answeredMs < injectedMs) count += 1;
  }
  return count;
}

/** Nodes that were read and are expected to hold the truth. */
export function judgedNodes(audit: LedgerAudit): readonly NodeAudit[] {
  return audit.nodes.filter((node) => node.role !== 'aside' && node.unreadable === null);
}
