/** The cells that every table of repetitions shares: victim, phase, recovery times, loss, verdict. */
import { formatCount, formatDuration, formatMeasured, formatPercent } from '../../kit/format.js';
import type { Repetition, RepetitionRecovery } from '../../model/rto.js';
import { verdictWords, type StatusWord } from '../../catalog/reporters/words/status.js';

/** Whom one fault hit; what it was aimed at where nobody was hit. */
export function hitBy({ fault, nodes }: RepetitionRecovery, { variation }: Repetition): string {
  if (nodes.length > 0) return nodes.join(', ');
  return variation.victims.find((victim) => victim.fault === fault)?.aim ?? 'nobody';
}

/** Whom the faults hit; what they were aimed at where nobody was hit. */
export function victimsOf({ recoveries, variation }: Repetition): string {
  const hit = [...new Set(recoveries.flatMap((each) => each.nodes))];
  return (hit.length > 0 ? hit : variation.victims.map((victim) => victim.aim)).join(', ');
}

export function phaseOf({ variation }: Repetition): string {
  return `+${formatDuration(variation.phaseShiftMs)}`;
}

/** One time alone; several with the names of their faults. */
export function recoveryTimesOf({ recoveries }: Repetition): string {
  if (recoveries.length === 1) return formatMeasured(recoveries[0]?.recoveryTimeMs ?? null);
  return recoveries.map((each) => `${each.fault} ${formatMeasured(each.recoveryTimeMs)}`).join(', ') || '–';
}

export function healOutagesOf({ recoveries }: Repetition): string {
  return recoveries.map((each) => formatMeasured(each.healOutageMs)).join(', ') || '–';
}

/** The first fault's: later ones rest on what came back. */
export function baselineOf({ recoveries }: Repetition): string {
  return formatPercent(recoveries[0]?.baseline?.goodputRatio ?? null);
}

export function lossOf({ payments }: Repetition): string {
  return payments === null ? 'unknown' : formatCount(payments.lost);
}

/** A failure stays one although its times do not count. */
export function verdictOf({ verdict, inconclusive }: Repetition): StatusWord {
  return verdict === 'pass' && inconclusive !== null ? verdictWords.inconclusive : verdictWords[verdict];
}

export function conclusiveOnes(count: number): string {
  return count === 1 ? 'one conclusive repetition' : `${count} conclusive repetitions`;
}
