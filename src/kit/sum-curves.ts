/** Adds rates over time: what arrives when several streams of customers come at once. */
import type { RateSegment } from '../model/rate.js';
import { rateAt } from './rate-curve.js';

type Curve = readonly RateSegment[];

/** The sum of curves that cover the same stretch; as straight pieces again, because straight pieces add up to one. A single curve stays as it is. */
export function sumCurves(curves: readonly Curve[]): Curve {
  const [first = [], ...others] = curves;
  return others.reduce(addCurves, first);
}

function addCurves(left: Curve, right: Curve): Curve {
  const sum: RateSegment[] = [];
  let [leftAt, rightAt] = [0, 0];
  let startMs = left[0]?.startMs ?? 0;
  for (;;) {
    const [one, other] = [left[leftAt], right[rightAt]];
    if (one === undefined || other === undefined) return sum;
    const endMs = Math.min(one.endMs, other.endMs);
    if (endMs > startMs) {
      const rate = (timeMs: number): number => rateAt(one, timeMs) + rateAt(other, timeMs);
      sum.push({ startMs, endMs, fromPerSecond: rate(startMs), toPerSecond: rate(endMs) });
      startMs = endMs;
    }
    if (one.endMs <= endMs) leftAt += 1;
    if (other.endMs <= endMs) rightAt += 1;
  }
}
