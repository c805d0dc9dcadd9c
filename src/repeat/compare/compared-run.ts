/** What a comparison keeps of one of its runs: what customers and operators would have suffered. */
import { firstReasons, studiedRun } from '../../kit/studied-run.js';
import type { ComparedRun } from '../../model/comparison.js';
import type { FaultRecovery, Measured, Stretch } from '../../model/recovery.js';
import type { Reconciliation } from '../../model/reconciliation.js';
import type { LoadTotals, RunRecord } from '../../model/run-record.js';
import { quietTimesOf, slowestOf } from './estimated-times.js';

export interface ComparedPlace {
  readonly value: string;
  readonly folder: string;
  readonly tookMs: number | null;
}

export function comparedRun(record: RunRecord, place: ComparedPlace): ComparedRun {
  const { totals, latency, series } = record;
  return {
    ...place,
    ...studiedRun(record),
    reasons: firstReasons(record),
    recoveries: record.recoveries.map(({ fault, recoveryTimeMs, inconclusive }) => {
      return { fault, recoveryTimeMs, inconclusive };
    }),
    outageMs: outageOf(record.recoveries),
    availabilityRatio: totals.availabilityRatio,
    served: servedOf(record),
    responseTimeMsP99: latency[0]?.responseTimeMs?.p99 ?? null,
    slowest: slowestOf(record),
    quiet: quietTimesOf(record),
    load: loadOf(totals, series.achievedPerSecond),
    inDoubt: totals.outcomes.inDoubt,
    payments: paymentsOf(record.reconciliation),
  };
}

function servedOf({ phases, phaseLoads }: RunRecord): NonNullable<ComparedRun['served']> {
  const warmups = new Set(phases.filter(({ isWarmup }) => isWarmup).map(({ name }) => name));
  const measured = phaseLoads.filter(({ phase }) => !warmups.has(phase));
  return {
    arrivals: measured.reduce((sum, { arrivals }) => sum + arrivals, 0),
    good: measured.reduce((sum, { good }) => sum + good, 0),
  };
}

/** Faults of one incident tell of the same outages. */
function outageOf(recoveries: readonly FaultRecovery[]): Measured | null {
  if (recoveries.length === 0) return null;
  const outages = new Map<number, Stretch>();
  for (const { outages: before, healOutages } of recoveries) {
    for (const outage of [...before, ...healOutages]) outages.set(outage.fromMs, outage);
  }
  const all = [...outages.values()];
  return {
    valueMs: all.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0),
    errorMs: all.reduce((sum, { errorMs }) => sum + errorMs, 0),
    isCensored: recoveries.some(({ recoveryTimeMs }) => recoveryTimeMs?.isCensored === true),
  };
}

function loadOf({ arrivals, attempts }: LoadTotals, perSecond: readonly number[]): ComparedRun['load'] {
  return {
    arrivals,
    attempts,
    attemptsPerArrival: arrivals === 0 ? null : attempts / arrivals,
    attemptsPerSecondMax: perSecond.reduce((most, each) => Math.max(most, each), 0),
  };
}

/** Null where no authority was read. */
function paymentsOf(reconciliation: Reconciliation | null): ComparedRun['payments'] {
  const audit = reconciliation?.audit;
  const authority = audit?.nodes.find(({ node }) => node === audit.authority);
  if (authority === undefined || authority.unreadable !== null) return null;
  const { duplicate, lost } = authority.categories;
  return {
    doubleCharges: { count: duplicate.count, money: duplicate.money },
    lostSales: audit?.lostSales ?? { count: 0, money: 0 },
    lost: { count: lost.count, money: lost.money },
  };
}
