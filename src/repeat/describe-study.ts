/** Says in sentences what a study would vary, repetition by repetition, for the person who answers for the database. */
import { printDuration } from '../kit/duration.js';
import { formatDuration } from '../kit/format.js';
import type { Variation } from '../model/rto.js';

export interface StudyShape {
  readonly variations: readonly Variation[];
  readonly phaseWindowMs: number;
  /** Names that take turns; one or none means that victims stay. */
  readonly rotation: readonly string[];
  /** Repetitions that may stand in for inconclusive ones. */
  readonly spare: number;
}

/** Ends without a line break. */
export function describeStudy({ variations, phaseWindowMs, rotation, spare }: StudyShape): string {
  const count = variations.length;
  const standIns = spare === 0 ? 'None stands in' : `Up to ${spare} more stand in`;
  return [
    'Repetitions',
    `  ${count === 1 ? 'One repetition' : `${count} repetitions`}, each on a target made anew. ${standIns} for inconclusive ones, which never count.`,
    `  Faults strike up to ${printDuration(phaseWindowMs)} later than the scenario says, spread evenly over that time; ${victimSentence(rotation)}`,
    ...variations.map((each) => `  ${describeVariation(each)}`),
  ].join('\n');
}

/** "Repetition 3: kill-b at node jkt-a, 412 ms later than in the scenario; seed 7." */
export function describeVariation({ repetition, phaseShiftMs, victims, seed }: Variation): string {
  const named = victims.filter(({ by }) => by !== 'as-written');
  const aims = named.map(({ fault, by, aim }) => `${fault} at ${by} ${aim}, `).join('');
  return `Repetition ${repetition}: ${aims}${formatDuration(phaseShiftMs)} later than in the scenario; seed ${seed}.`;
}

function victimSentence(rotation: readonly string[]): string {
  return rotation.length > 1
    ? `${rotation.join(', ')} take turns as victims, whatever a fault is called.`
    : 'victims stay as the scenario has them.';
}
