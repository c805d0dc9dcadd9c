/** The first question: zero downtime? The worst recovery and the worst heal outage of the run against the objective, or against zero where none is declared. */
import { formatDuration } from '../../kit/format.js';
import type { FaultRecovery, Interval } from '../../model/recovery.js';
import type { Answer } from '../../model/run-record.js';
import type { Scenario } from '../../model/scenario.js';
import { downtimeSentence, stoppedAfterHealMs, troubleMs } from './downtime-sentence.js';
import { objectiveOf, standingOf, type Standing } from './objective.js';

export interface DowntimeFacts {
  readonly scenario: Scenario;
  readonly recoveries: readonly FaultRecovery[];
  /** Over the whole measured time, for a run without a fault. */
  readonly outages: readonly Interval[];
  readonly observedMs: number;
  /** Whether observation ended before the plan did: what was not over then may have been soon after. */
  readonly isCut: boolean;
  readonly isInstrumentHealthy: boolean;
}

/** One fault, and where its two times stand. */
interface Judged {
  readonly recovery: FaultRecovery;
  readonly recovered: Standing;
  readonly healed: Standing;
}

export function answerDowntime(facts: DowntimeFacts): Answer {
  const { recoveries, scenario } = facts;
  if (!facts.isInstrumentHealthy) {
    const sentence = 'The load generator was not healthy, so whatever stopped may have been its own doing.';
    return { status: 'undecided', sentence };
  }
  if (recoveries.length === 0) return withoutFault(facts);
  const objectiveMs = objectiveOf(scenario);
  const judged = recoveries.flatMap((recovery) => judgeRecovery(recovery, objectiveMs ?? 0, facts));
  const missed = worstWith(judged, 'beyond');
  if (missed !== null) {
    const why = missed.recovered === 'beyond' ? 'not met' : 'not met, because of the heal outage';
    return { status: 'not-met', sentence: downtimeSentence(missed.recovery, objectiveMs, why) };
  }
  const open = recoveries.find((recovery) => recovery.inconclusive !== null);
  if (open !== undefined) return { status: 'undecided', sentence: `After ${open.fault}: ${open.inconclusive ?? ''}` };
  const worst = worstOf(judged);
  if (worst === null) return { status: 'undecided', sentence: 'No recovery time could be measured.' };
  const doubt = findDoubt(judged, worst, facts);
  if (doubt === null) return { status: 'met', sentence: downtimeSentence(worst.recovery, objectiveMs, 'met') };
  return { status: 'undecided', sentence: downtimeSentence(doubt.recovery, objectiveMs, `undecided${doubt.why}`) };
}

/** Why times of which none lies beyond the objective are not known to lie within it, and of which fault that is said. */
function findDoubt(
  judged: readonly Judged[],
  worst: Judged,
  { isCut }: DowntimeFacts,
): { readonly recovery: FaultRecovery; readonly why: string } | null {
  if (isCut) return { recovery: worst.recovery, why: ', because the run ended early' };
  const unseen = worstWith(judged, 'unseen')?.recovery;
  if (unseen !== undefined) return { recovery: unseen, why: `. ${unseen.healInconclusive ?? ''}`.replace(/\.$/u, '') };
  const undecided = worstWith(judged, 'undecided')?.recovery;
  return undecided === undefined
    ? null
    : { recovery: undecided, why: ', because the error bar reaches across the objective' };
}

function withoutFault({ outages, observedMs, scenario }: DowntimeFacts): Answer {
  const why = scenario.faults.some((fault) => fault.kind !== 'none')
    ? 'No fault was injected'
    : 'The scenario injects no fault';
  const totalMs = outages.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
  if (totalMs === 0) {
    const sentence = `${why}, so recovery was not tested; payments never stopped in the ${formatDuration(observedMs)} observed.`;
    return { status: 'not-tested', sentence };
  }
  const times = outages.length === 1 ? '' : ` in ${outages.length} outages`;
  return { status: 'not-met', sentence: `${why}, and yet payments stopped for ${formatDuration(totalMs)}${times}.` };
}

/** Nothing for a fault whose recovery could not be measured. */
function judgeRecovery(recovery: FaultRecovery, limitMs: number, facts: DowntimeFacts): readonly Judged[] {
  const { recoveryTimeMs, inconclusive } = recovery;
  if (recoveryTimeMs === null) return [];
  const isTooShort = facts.isCut || inconclusive !== null;
  // Who promises that nothing happens has broken the promise also by what came after a recovery.
  const isTroubled = limitMs === 0 && troubleMs(recovery) > 0;
  const recovered = isTroubled ? 'beyond' : standingOf(recoveryTimeMs, limitMs, isTooShort);
  return [{ recovery, recovered, healed: standingOfHeal(recovery, limitMs, facts) }];
}

function standingOfHeal(recovery: FaultRecovery, limitMs: number, { isCut, observedMs }: DowntimeFacts): Standing {
  const { healOutageMs, healOutages, healInconclusive } = recovery;
  const isOutAtTheEnd = !isCut && (healOutages.at(-1)?.toMs ?? 0) >= observedMs;
  if (stoppedAfterHealMs(recovery) > limitMs || isOutAtTheEnd) return 'beyond';
  if (healOutageMs === null) return healInconclusive === null ? 'within' : 'unseen';
  return standingOf(healOutageMs, limitMs, isCut || healInconclusive !== null);
}

function worstWith(judged: readonly Judged[], standing: Standing): Judged | null {
  return worstOf(judged.filter(({ recovered, healed }) => recovered === standing || healed === standing));
}

function worstOf(judged: readonly Judged[]): Judged | null {
  return judged.reduce<Judged | null>((worst, each) => {
    return worst === null || longestMs(each) > longestMs(worst) ? each : worst;
  }, null);
}

/** Recovery from the fault, or the time payments were troubled again after its heal, whichever is longer. */
function longestMs({ recovery }: Judged): number {
  const { recoveryTimeMs, healOutageMs } = recovery;
  return Math.max(recoveryTimeMs?.valueMs ?? 0, healOutageMs?.valueMs ?? 0, stoppedAfterHealMs(recovery));
}
