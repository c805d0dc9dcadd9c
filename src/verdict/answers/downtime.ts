/** The first question: zero downtime? The worst recovery of the run against the objective, or against zero where none is declared. */
import { formatDuration, formatMeasured } from '../../kit/format.js';
import type { FaultRecovery, Interval, Measured } from '../../model/recovery.js';
import type { Gate } from '../../model/gate.js';
import type { Answer } from '../../model/run-record.js';
import type { Scenario } from '../../model/scenario.js';

export interface DowntimeFacts {
  readonly scenario: Scenario;
  readonly recoveries: readonly FaultRecovery[];
  /** Over the whole measured time, for a run without a fault. */
  readonly outages: readonly Interval[];
  readonly observedMs: number;
}

export function answerDowntime(facts: DowntimeFacts): Answer {
  const { recoveries, scenario } = facts;
  if (recoveries.length === 0) return withoutFault(facts);
  const objectiveMs = objectiveOf(scenario);
  const known = recoveries.filter((recovery) => recovery.recoveryTimeMs !== null);
  const worst = worstOf(known);
  const open = recoveries.find((recovery) => recovery.inconclusive !== null);
  if (worst !== null && isOver(worst, objectiveMs))
    return { status: 'not-met', sentence: sentenceOf(worst, objectiveMs) };
  if (open !== undefined) return { status: 'not-tested', sentence: `After ${open.fault}: ${open.inconclusive ?? ''}` };
  if (worst === null) return { status: 'not-tested', sentence: 'No recovery time could be measured.' };
  return { status: 'met', sentence: sentenceOf(worst, objectiveMs) };
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

/** The declared objective, or else the strictest gate on the recovery time. */
export function objectiveOf({ recovery, gates }: Scenario): number | null {
  if (recovery.objectiveMs !== null) return recovery.objectiveMs;
  const limits = gates.flatMap(recoveryLimit);
  return limits.length === 0 ? null : Math.min(...limits);
}

function recoveryLimit({ metric, comparator, limit, onBreach }: Gate): readonly number[] {
  const isUpper = comparator === '<' || comparator === '<=';
  return metric === 'recovery_time' && isUpper && limit.kind === 'value' && onBreach === 'fail' ? [limit.value] : [];
}

function worstOf(recoveries: readonly FaultRecovery[]): FaultRecovery | null {
  return recoveries.reduce<FaultRecovery | null>((worst, each) => {
    return worst === null || longestMs(each) > longestMs(worst) ? each : worst;
  }, null);
}

/** Recovery from the fault or from its heal, whichever took longer: both stopped payments. */
function longestMs({ recoveryTimeMs, healOutageMs }: FaultRecovery): number {
  return Math.max(lengthOf(recoveryTimeMs), lengthOf(healOutageMs));
}

function lengthOf(measured: Measured | null): number {
  return measured?.valueMs ?? 0;
}

function isOver(recovery: FaultRecovery, objectiveMs: number | null): boolean {
  const isUnfinished = recovery.recoveryTimeMs?.isCensored === true && recovery.inconclusive === null;
  return isUnfinished || longestMs(recovery) > (objectiveMs ?? 0);
}

function sentenceOf(recovery: FaultRecovery, objectiveMs: number | null): string {
  const { fault, recoveryTimeMs, healOutageMs } = recovery;
  const objective =
    objectiveMs === null ? 'no objective declared, so the goal is zero' : `objective ${formatDuration(objectiveMs)}`;
  const heal = lengthOf(healOutageMs) === 0 ? '' : `; after the heal it took another ${formatMeasured(healOutageMs)}`;
  const word = isOver(recovery, objectiveMs) ? 'not met' : 'met';
  return `Recovery time ${formatMeasured(recoveryTimeMs)} after ${fault}${heal} (${objective}): ${word}.`;
}
