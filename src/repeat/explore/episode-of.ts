/** What an exploration keeps of one of its episodes: what was wrong in it, and how the service lived through its faults. */
import { formatPercent } from '../../kit/format.js';
import type { DrawnFault, Episode, EpisodeRecovery, Trouble } from '../../model/explore.js';
import { normalShare, type FaultRecovery } from '../../model/recovery.js';
import type { RunRecord } from '../../model/run-record.js';
import { exitCodes } from '../../model/exit-code.js';
import type { EpisodeWish } from './next-episode.js';

export interface EpisodePlace extends EpisodeWish {
  readonly faults: readonly DrawnFault[];
  readonly folder: string;
  readonly tookMs: number | null;
}

export function episodeOf(record: RunRecord, place: EpisodePlace): Episode {
  const { isSimulated, finish, verdict, exitCode, reconciliation, recoveries } = record;
  return {
    ...place,
    isSimulated,
    finish,
    verdict,
    exitCode,
    inconclusive: whyInconclusive(record),
    troubles: troublesOf(record),
    recoveries: recoveries.map(recoveryOf),
    acknowledged: reconciliation?.attempted.acknowledged ?? null,
  };
}

/** A recovery that was not seen to end is a trouble, not a doubt; a sick instrument, a check that could not decide, a fault that was never injected or no recovery that could be measured is a doubt. */
function whyInconclusive(record: RunRecord): string | null {
  const { finish, instrument, reconciliation, checks } = record;
  if (finish === 'thread-died') return 'A load thread died.';
  if (reconciliation === null) return 'The ledger was not read back.';
  if (!instrument.isHealthy) return instrument.problems[0] ?? 'The instrument was not healthy.';
  const undecided = checks.find(({ verdict }) => verdict === 'inconclusive')?.statement;
  return neverInjected(record) ?? undecided ?? unmeasured(record);
}

function neverInjected({ scenario, recoveries }: RunRecord): string | null {
  const missing = scenario.faults.find(({ name }) => !recoveries.some(({ fault }) => fault === name));
  return missing === undefined ? null : `The fault ${missing.kind} was not injected.`;
}

/** What the first of them says, where nothing is known of how the service lived through any. */
function unmeasured({ recoveries }: RunRecord): string | null {
  const isMeasured = recoveries.some(({ recoveryTimeMs }) => recoveryTimeMs !== null);
  return isMeasured ? null : (recoveries[0]?.inconclusive ?? null);
}

export function troublesOf(record: RunRecord): readonly Trouble[] {
  const troubles = [...dataTroubles(record), ...healTroubles(record)];
  // What a sick instrument says of service is nobody's fault but its own.
  return record.instrument.isHealthy ? [...troubles, ...serviceTroubles(record)] : troubles;
}

function dataTroubles({ checks }: RunRecord): readonly Trouble[] {
  return checks.flatMap(({ check, isDataViolation, verdict, isAllowed = false, statement }) => {
    if (verdict !== 'fail' && !isAllowed) return [];
    const explainedBy = isAllowed ? 'The scenario claims no better of its target.' : null;
    return [{ signature: `check ${check}`, statement, weight: isDataViolation ? 'data' : 'service', explainedBy }];
  });
}

function healTroubles({ exitCode, recoveries }: RunRecord): readonly Trouble[] {
  if (exitCode !== exitCodes.healFailed) return [];
  const left = recoveries.find(({ heal }) => heal === null || heal.verifiedMs === null);
  const kind = left?.kind ?? 'a fault';
  const statement = `The fault ${kind} could not be healed.`;
  return [{ signature: `heal of ${kind}`, statement, weight: 'heal', explainedBy: null }];
}

function serviceTroubles(record: RunRecord): readonly Trouble[] {
  const gates = record.gates.filter(({ verdict, isWarning }) => verdict === 'fail' && !isWarning);
  return [
    ...gates.map(({ gate, observed }) => service(`gate ${gate}`, `${gate} failed: ${observed}.`)),
    ...record.recoveries.flatMap((recovery) => notRecovered(recovery, record)),
    ...record.recoveries.flatMap(notWhole),
    ...controlTroubles(record),
  ];
}

function notRecovered(recovery: FaultRecovery, record: RunRecord): readonly Trouble[] {
  const { kind, recoveryTimeMs, healOutageMs, healInconclusive, sentence } = recovery;
  const last = healOutageMs ?? recoveryTimeMs;
  const isKnown = last !== null && healInconclusive === null;
  const isBack = isKnown ? !last.isCensored : isServedAtTheEnd(record);
  if (isBack) return [];
  return [
    service(
      `no return after ${kind}`,
      `The service was not seen to come back for good after ${kind}, which ${sentence}.`,
    ),
  ];
}

/** What is asked where a recovery could not be measured, or a heal was not watched for long enough. */
function isServedAtTheEnd({ series, scenario }: RunRecord): boolean {
  const steps = Math.ceil(scenario.recovery.sustainedMs / series.stepMs);
  const atTheEnd = (perSecond: readonly number[]): number =>
    perSecond.slice(-steps).reduce((sum, each) => sum + each, 0);
  return atTheEnd(series.goodPerSecond) >= normalShare * atTheEnd(series.offeredPerSecond);
}

/** Servers that did not all find back to each other although what broke them was healed: the next loss would find one fewer. */
function notWhole({ kind, sentence, timeToFullRedundancyMs }: FaultRecovery): readonly Trouble[] {
  if (timeToFullRedundancyMs?.isCensored !== true) return [];
  return [service(`not whole after ${kind}`, `Not every node was seen to come back after ${kind}, which ${sentence}.`)];
}

/** Where nothing is broken nothing may fail. */
function controlTroubles({ scenario, totals }: RunRecord): readonly Trouble[] {
  const { availabilityRatio } = totals;
  if (scenario.faults.length > 0 || availabilityRatio === null || availabilityRatio === 1) return [];
  const statement = `Availability was ${formatPercent(availabilityRatio)} although nothing was broken.`;
  return [service('failures without a fault', statement)];
}

function service(signature: string, statement: string): Trouble {
  return { signature, statement, weight: 'service', explainedBy: null };
}

function recoveryOf({ kind, recoveryTimeMs, healOutageMs, injection }: FaultRecovery): EpisodeRecovery {
  return { kind, recoveryTimeMs, healOutageMs, isEffective: injection.verifiedMs !== null };
}
