/** What a study keeps of one of its runs. */
import { firstReasons, studiedRun } from '../../kit/studied-run.js';
import type { FaultRecovery, Measured } from '../../model/recovery.js';
import type { Repetition, RepetitionRecovery, Variation } from '../../model/rto.js';
import type { RunRecord } from '../../model/run-record.js';
import { maximumOf } from './order-statistics.js';

export interface RepetitionPlace {
  readonly variation: Variation;
  readonly folder: string;
  readonly tookMs: number | null;
}

export function repetitionOf(record: RunRecord, place: RepetitionPlace): Repetition {
  const { answers, reconciliation, environment } = record;
  return {
    ...place,
    ...studiedRun(record),
    reasons: firstReasons(record),
    inconclusive: whyInconclusive(record),
    recoveries: record.recoveries.map(recoveryOf),
    answers,
    payments: paymentsOf(reconciliation),
    serverVersions: [...new Set(environment.servers.map((server) => server.version))].sort(),
  };
}

/** A repetition counts only when everything it was made for can be said: a verdict, and a recovery time for each fault of the scenario. */
function whyInconclusive({ verdict, reasons, recoveries, scenario }: RunRecord): string | null {
  const open = recoveries.find((recovery) => recovery.inconclusive !== null);
  if (open !== undefined) return `After ${open.fault}: ${open.inconclusive}`;
  const missing = scenario.faults.find(
    ({ name, kind }) =>
      kind !== 'none' && !recoveries.some((each) => each.fault === name && each.recoveryTimeMs !== null),
  );
  if (missing !== undefined) return `No recovery time was measured after ${missing.name}.`;
  return verdict === 'inconclusive' ? (reasons[0] ?? 'The run decides nothing.') : null;
}

function recoveryOf(recovery: FaultRecovery): RepetitionRecovery {
  const { fault, nodes, injection, baseline, recoveryTimeMs, healOutageMs, inconclusive } = recovery;
  return {
    fault,
    nodes,
    injectedMs: injection.issuedMs,
    baseline: baseline && { arrivals: baseline.arrivals, goodputRatio: baseline.goodputRatio },
    recoveryTimeMs,
    outageMs: longestOutage(recovery),
    healOutageMs,
    fullRedundancyMs: recovery.timeToFullRedundancyMs,
    inconclusive,
  };
}

/** Null where nothing can be said about what followed the fault. The last outage before an end that was not seen is only known to be so long at least. */
function longestOutage({ outages, inconclusive, recoveryTimeMs }: FaultRecovery): Measured | null {
  const lengths = outages.map(({ fromMs, toMs, errorMs }, index) => {
    const isCensored = recoveryTimeMs?.isCensored === true && index === outages.length - 1;
    return { valueMs: toMs - fromMs, errorMs, isCensored };
  });
  const none = inconclusive === null ? { valueMs: 0, errorMs: 0, isCensored: false } : null;
  return maximumOf(lengths) ?? none;
}

/** Null where the ledger was not read. */
function paymentsOf(reconciliation: RunRecord['reconciliation']): Repetition['payments'] {
  if (reconciliation === null || reconciliation.lost === null) return null;
  const { attempted, lost } = reconciliation;
  return { acknowledged: attempted.acknowledged, lost: lost.count, lostMoney: lost.money };
}
