/** Says what noise may hide: a shift within the allowance is no reassurance when its interval reaches far beyond. */
import { formatFigure } from '../kit/format-figure.js';
import type { ContrastMeasure } from '../model/contrast.js';
import { isTail } from './measures.js';

/** Of the allowance: so far the interval may reach to the bad side. */
const reachMax = 2;

/** By how much it may have got worse without being seen, in its unit; null where that is little, or nobody knows. */
function hiddenShift({ status, effect, allowance, isHigherWorse }: ContrastMeasure): number | null {
  // Where nothing at all failed on either side, nothing hides.
  if (
    status !== 'same' ||
    effect?.shift === 0 ||
    effect?.interval === null ||
    effect?.interval === undefined ||
    allowance === null
  )
    return null;
  const worst = isHigherWorse ? effect.interval[1] : -effect.interval[0];
  return worst > reachMax * allowance ? worst : null;
}

export function hiddenSentences(headline: readonly ContrastMeasure[]): readonly string[] {
  return headline.flatMap((measure) => {
    const hidden = hiddenShift(measure);
    if (hidden === null) return [];
    const size = measure.unit === 'percent' ? `${hidden.toFixed(2)} points` : formatFigure(hidden, measure.unit);
    return [
      `${measure.measure} moved by less than is allowed, but it varies so much that ${size} more would not be seen.`,
    ];
  });
}

/** Where few runs are judged by what varies within them, that decides nothing. */
export function isHiding(headline: readonly ContrastMeasure[]): boolean {
  return headline.some(
    (each) => each.effect?.method === 'blocks' && !isTail(each.measure) && hiddenShift(each) !== null,
  );
}
