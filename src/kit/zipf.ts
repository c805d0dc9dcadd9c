/** Draws ranks 1..n with probability proportional to rank^-exponent, in constant time and memory for any n. */

/**
 * Rejection-inversion (W. Hörmann, G. Derflinger, "Rejection-inversion to generate variates from monotone discrete distributions", ACM TOMACS 6(3), 1996).
 * Powers are written as exp and log, whose results do not change between versions of the JavaScript engine. `unit` draws uniformly in [0, 1).
 */
export function createZipf(count: number, exponent: number): (unit: () => number) => number {
  if (exponent === 0) return (unit) => 1 + Math.floor(unit() * count);
  const area = (x: number): number => expm1Ratio((1 - exponent) * Math.log(x)) * Math.log(x);
  const areaInverse = (y: number): number => Math.exp(log1pRatio(Math.max(-1, y * (1 - exponent))) * y);
  const density = (x: number): number => Math.exp(-exponent * Math.log(x));
  const areaFirst = area(1.5) - 1;
  const areaLast = area(count + 0.5);
  const squeeze = 2 - areaInverse(area(2.5) - density(2));
  return (unit) => {
    for (;;) {
      const y = areaLast + unit() * (areaFirst - areaLast);
      const x = areaInverse(y);
      const rank = Math.min(count, Math.max(1, Math.floor(x + 0.5)));
      if (rank - x <= squeeze || y >= area(rank + 0.5) - density(rank)) return rank;
    }
  };
}

/** (e^x − 1) / x, continued through 0. */
function expm1Ratio(x: number): number {
  return Math.abs(x) > 1e-8 ? Math.expm1(x) / x : 1 + x / 2;
}

/** log(1 + x) / x, continued through 0. */
function log1pRatio(x: number): number {
  return Math.abs(x) > 1e-8 ? Math.log1p(x) / x : 1 - x / 2;
}
