/** The tail of the normal distribution. */

/** Chance of a value above `z`, to 1.2e-7 of itself. Complementary error function after W. J. Cody's kind of fit: W. H. Press et al., Numerical Recipes, `erfc` by Chebyshev fit. */
export function normalTail(z: number): number {
  return complementaryError(z / Math.SQRT2) / 2;
}

const fit = [
  -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223,
  0.17087277,
];

function complementaryError(x: number): number {
  const t = 1 / (1 + Math.abs(x) / 2);
  const exponent = fit.reduceRight((total, factor) => total * t + factor, 0);
  const tail = t * Math.exp(-x * x + exponent);
  return x >= 0 ? tail : 2 - tail;
}
