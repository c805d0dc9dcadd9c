/** The first question: zero downtime? The worst recovery of the run against the objective, or against zero where none is declared. */
import { formatDuration, formatMeasured } from '../../kit/format.js';
import type { FaultRecovery, Interval } from '../../model/recovery.js';
import type { Gate } from '../../model/gate.js';
import type { Answer } from '../../model/run-record.js';
import type { Scenario } from '../../model/scenario.js';

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

export function answerDowntime(facts: DowntimeFacts): Answer {
  const { recoveries, scenario, isCut } = facts;
  if (!facts.isInstrumentHealthy) {
    const sentence = 'The load generator was not healthy, so whatever stopped may have been its own doing.';
    return { status: 'not-tested', sentence };
  }
  if (recoveries.length === 0) return withoutFault(facts);
  const objectiveMs = objectiveOf(scenario);
  const worst = worstOf(recoveries.filter((recovery) => recovery.recoveryTimeMs !== null));
  const open = recoveries.find((recovery) => recovery.inconclusive !== null);
  if (worst !== null && isOver(worst, objectiveMs, facts)) {
    return { status: 'not-met', sentence: sentenceOf(worst, objectiveMs, 'not met') };
  }
  if (open !== undefined) return { status: 'not-tested', sentence: `After ${open.fault}: ${open.inconclusive ?? ''}` };
  if (worst === null) return { status: 'not-tested', sentence: 'No recovery time could be measured.' };
  if (isCut)
    return {
      status: 'not-tested',
      sentence: sentenceOf(worst, objectiveMs, 'not tested, because the run ended early'),
    };
  return { status: 'met', sentence: sentenceOf(worst, objectiveMs, 'met') };
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

/** Recovery from the fault, or the time payments stopped again after its heal, whichever is longer. */
function longestMs(recovery: FaultRecovery): number {
  return Math.max(recovery.recoveryTimeMs?.valueMs ?? 0, stoppedAfterHealMs(recovery));
}

function stoppedAfterHealMs({ healOutages }: FaultRecovery): number {
  return healOutages.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
}

function isOver(recovery: FaultRecovery, objectiveMs: number | null, { isCut, observedMs }: DowntimeFacts): boolean {
  return longestMs(recovery) > (objectiveMs ?? 0) || (!isCut && isBadAtTheEnd(recovery, observedMs));
}

/** Whether payments still stood still when the plan ended. */
function isBadAtTheEnd({ recoveryTimeMs, inconclusive, healOutages }: FaultRecovery, observedMs: number): boolean {
  const isUnrecovered = recoveryTimeMs?.isCensored === true && inconclusive === null;
  return isUnrecovered || (healOutages.at(-1)?.toMs ?? 0) >= observedMs;
}

function sentenceOf(recovery: FaultRecovery, objectiveMs: number | null, word: string): string {
  const { fault, recoveryTimeMs } = recovery;
  const objective =
    objectiveMs === null ? 'no objective declared, so the goal is zero' : `objective ${formatDuration(objectiveMs)}`;
  const healMs = stoppedAfterHealMs(recovery);
  const heal = healMs === 0 ? '' : `; the heal stopped payments for another ${formatDuration(healMs)}`;
  const hasSuffered = recoveryTimeMs !== null && (recoveryTimeMs.valueMs > 0 || recoveryTimeMs.isCensored);
  const recovered = hasSuffered
    ? `Recovery time ${formatMeasured(recoveryTimeMs)} after ${fault}`
    : `Goodput never fell below 99 % of its baseline after ${fault}: recovery time 0 s`;
  return `${recovered}${heal} (${objective}): ${word}.`;
}
