/**
 * The knee of a curve of the 99th percentile over the rate: the rate from which waiting begins to cost more than it brings. Both axes are scaled to the unit
 * square, and the knee is the point that lies furthest below the chord from the first point to the last, as Kneedle has it for convex curves
 * (V. Satopää, J. Albrecht, D. Irwin, B. Raghavan: Finding a "Kneedle" in a Haystack, ICDCSW 2011). Its smoothing and its sensitivity are for
 * hundreds of points; with a handful, a curve that never falls stands for the one, because more load makes no target faster and beyond its peak only luck
 * says how slow it is, and a minimal distance for the other.
 */

export interface CurvePoint {
  readonly ratePerSecond: number;
  readonly responseTimeMsP99: number;
}

const pointsMin = 4;
/** On the unit square; a parabola through both corners has 0.25. */
const distanceMin = 0.2;
/** A curve whose end is not even this much above the knee has no bend that a user would feel. */
const riseMin = 2;

/** Null when there are fewer than four rates, or no bend. Several points of one rate count as their median. */
export function findKnee(points: readonly CurvePoint[]): number | null {
  const curve = neverFalling(oneForEachRate(points));
  const [first, last] = [curve[0], curve.at(-1)];
  if (first === undefined || last === undefined || curve.length < pointsMin) return null;
  const times = curve.map(({ responseTimeMsP99 }) => responseTimeMsP99);
  const [least, most] = [Math.min(...times), Math.max(...times)];
  if (most === least) return null;
  const below = ({ ratePerSecond, responseTimeMsP99 }: CurvePoint): number =>
    (ratePerSecond - first.ratePerSecond) / (last.ratePerSecond - first.ratePerSecond) -
    (responseTimeMsP99 - least) / (most - least);
  const knee = curve.reduce((best, each) => (below(each) > below(best) ? each : best));
  const bends = below(knee) >= distanceMin && last.responseTimeMsP99 >= riseMin * knee.responseTimeMsP99;
  return bends ? knee.ratePerSecond : null;
}

function oneForEachRate(points: readonly CurvePoint[]): readonly CurvePoint[] {
  const rates = [...new Set(points.map(({ ratePerSecond }) => ratePerSecond))].sort((one, other) => one - other);
  return rates.map((ratePerSecond) => {
    const own = points.filter((point) => point.ratePerSecond === ratePerSecond);
    return { ratePerSecond, responseTimeMsP99: middleOf(own.map(({ responseTimeMsP99 }) => responseTimeMsP99)) };
  });
}

function neverFalling(curve: readonly CurvePoint[]): readonly CurvePoint[] {
  let highest = 0;
  return curve.map(({ ratePerSecond, responseTimeMsP99 }) => {
    highest = Math.max(highest, responseTimeMsP99);
    return { ratePerSecond, responseTimeMsP99: highest };
  });
}

function middleOf(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const [low, high] = [Math.floor((sorted.length - 1) / 2), Math.ceil((sorted.length - 1) / 2)];
  return ((sorted[low] as number) + (sorted[high] as number)) / 2;
}
