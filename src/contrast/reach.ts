/** Says where there are too few runs for anything to be told: a test that cannot come out is no reassurance. */
import type { ContrastMeasure } from '../model/contrast.js';
import { significanceLevel } from '../model/effect.js';
import { isTail } from './measures.js';

/** A sentence, or none. */
export function unreachable(headline: readonly ContrastMeasure[]): readonly string[] {
  const names = headline.filter((each) => cannotTell(each, headline)).map(({ measure }) => measure);
  if (names.length === 0) return [];
  return [
    `So few runs could not prove a difference in ${names.join(', ')}, whatever it was: repeat them, five times and more on each side.`,
  ];
}

/** Whether one of these is on the bad side by more than is allowed, and its runs were too few to prove it, or to let it pass. */
export function isBlind(unproven: readonly ContrastMeasure[], headline: readonly ContrastMeasure[]): boolean {
  return unproven.some((each) => isOnBadSide(each) && (hasFewRuns(each) || cannotTell(each, headline)));
}

function hasFewRuns({ effect, measure }: ContrastMeasure): boolean {
  return (effect?.method === 'blocks' && !isTail(measure)) || effect?.method === 'none';
}

function isOnBadSide({ effect, isHigherWorse }: ContrastMeasure): boolean {
  return effect !== null && effect.shift > 0 === isHigherWorse;
}

/** A measure that was the same in all runs is not meant: it could not differ, and did not. */
function cannotTell({ effect }: ContrastMeasure, headline: readonly ContrastMeasure[]): boolean {
  if (effect === null || effect.pValue === null || effect.pValueMin === 1) return false;
  return effect.pValueMin * countOf(headline) > significanceLevel;
}

/** Of the measures that could differ at all. */
function countOf(headline: readonly ContrastMeasure[]): number {
  const asked = headline.flatMap(({ effect }) => (effect === null || effect.pValue === null ? [] : [effect]));
  return Math.max(1, asked.filter(({ pValueMin }) => pValueMin < 1).length);
}
