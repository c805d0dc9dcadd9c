/** The sentence that answers for downtime: what was measured of the worst fault, which of its two times, and how it stands against the objective. */
import { formatDuration, formatMeasured } from '../../kit/format.js';
import type { FaultRecovery, Interval } from '../../model/recovery.js';

/** `word` says how it stands, without the full stop. */
export function downtimeSentence(recovery: FaultRecovery, objectiveMs: number | null, word: string): string {
  const objective =
    objectiveMs === null ? 'no objective declared, so the goal is zero' : `objective ${formatDuration(objectiveMs)}`;
  return `${recoveryWords(recovery)}${healWords(recovery)} (${objective}): ${word}.`;
}

function recoveryWords(recovery: FaultRecovery): string {
  const { fault, recoveryTimeMs } = recovery;
  const hasSuffered = recoveryTimeMs !== null && (recoveryTimeMs.valueMs > 0 || recoveryTimeMs.isCensored);
  const time = `Recovery time ${formatMeasured(recoveryTimeMs)} after ${fault}`;
  if (hasSuffered) return time;
  const impairedMs = troubleMs(recovery);
  return impairedMs === 0
    ? `Goodput never fell below 99 % of its baseline after ${fault}: recovery time 0 s`
    : `${time}, but service was impaired for ${formatDuration(impairedMs)}`;
}

function healWords(recovery: FaultRecovery): string {
  const { healOutageMs } = recovery;
  const stoppedMs = stoppedAfterHealMs(recovery);
  const stopped = stoppedMs === 0 ? [] : [`the heal stopped payments for another ${formatDuration(stoppedMs)}`];
  const hasSuffered = healOutageMs !== null && (healOutageMs.valueMs > 0 || healOutageMs.isCensored);
  const outage = hasSuffered ? [`heal outage ${formatMeasured(healOutageMs)}`] : [];
  const parts = [...stopped, ...outage];
  return parts.length === 0 ? '' : `; ${parts.join(', ')}`;
}

/** Outages alone. */
export function stoppedAfterHealMs({ healOutages }: FaultRecovery): number {
  return lengthMs(healOutages);
}

/** All that was out or impaired, before the heal and after it. */
export function troubleMs({ outages, brownouts, healOutages, healBrownouts }: FaultRecovery): number {
  return lengthMs([...outages, ...brownouts, ...healOutages, ...healBrownouts]);
}

function lengthMs(intervals: readonly Interval[]): number {
  return intervals.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
}
