/** Student's distribution: how far a mean of few values may lie off by chance. */

/** Chance of |t| or more, either way, with `freedom` degrees of freedom: the regularised incomplete beta function I(ν / (ν + t²); ν/2, 1/2). */
export function studentTwoSided(t: number, freedom: number): number {
  // Nothing over nothing says nothing.
  if (Number.isNaN(t) || Number.isNaN(freedom)) return 1;
  if (!Number.isFinite(t)) return 0;
  return incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5);
}

/** The t that is exceeded, either way, with this chance. */
export function studentQuantile(pTwoSided: number, freedom: number): number {
  let [low, high] = [0, 1];
  while (studentTwoSided(high, freedom) > pTwoSided) high *= 2;
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (studentTwoSided(middle, freedom) > pTwoSided) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

const termsMax = 300;
const precise = 1e-14;

/** By its continued fraction, after Lentz: M. Abramowitz and I. Stegun, 26.5.8. */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The fraction converges fast on one side of the mean; the other follows by symmetry.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  let [fraction, numerator, denominator] = [1, 1, 0];
  for (let term = 0; term <= termsMax; term += 1) {
    const factor = term === 0 ? 1 : coefficient(term, x, { a, b });
    denominator = 1 / nonZero(1 + factor * denominator);
    numerator = nonZero(1 + factor / numerator);
    fraction *= numerator * denominator;
    if (term > 0 && Math.abs(numerator * denominator - 1) < precise) break;
  }
  return (front / a) * (fraction - 1);
}

function coefficient(term: number, x: number, { a, b }: { readonly a: number; readonly b: number }): number {
  const half = Math.floor(term / 2);
  return term % 2 === 0
    ? (half * (b - half) * x) / ((a + 2 * half - 1) * (a + 2 * half))
    : (-(a + half) * (a + b + half) * x) / ((a + 2 * half) * (a + 2 * half + 1));
}

function nonZero(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value;
}

const lanczos = [
  76.180091729471, -86.505320329417, 24.014098240831, -1.23173957245, 0.001208650973866, -0.5395239384953e-5,
];

/** C. Lanczos' approximation, good to 2e-10. */
function logGamma(x: number): number {
  const shifted = x + 5.5 - (x + 0.5) * Math.log(x + 5.5);
  const series = lanczos.reduce((total, factor, index) => total + factor / (x + 1 + index), 1.00000000019);
  return -shifted + Math.log((2.50662827463 * series) / x);
}
