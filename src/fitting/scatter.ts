/** How much counts scatter by themselves, whatever their rate does: what tells random arrivals from even ones. */

/** Median of a squared standard normal. */
const medianOfSquare = 0.4549;
/** Of three neighbours that hold fewer, the scatter is that of whole numbers. */
const least = 15;
/** Of fewer such places, the median is not worth much. */
const placesMin = 30;

/**
 * Variance from step to step, in units of that of a Poisson process. Three neighbours tell how far the middle one is off their straight line, with six times
 * the variance of one; the median of that takes no notice of jumps. 1 where there is too little to tell.
 */
export function scatterOf(totals: Float64Array): number {
  const ratios: number[] = [];
  for (let at = 2; at < totals.length; at += 1) {
    const [one, middle, other] = [totals[at - 2] as number, totals[at - 1] as number, totals[at] as number];
    const sum = one + middle + other;
    if (sum >= least) ratios.push((one - 2 * middle + other) ** 2 / (2 * sum));
  }
  if (ratios.length < placesMin) return 1;
  return (ratios.sort((left, right) => left - right)[Math.floor(ratios.length / 2)] as number) / medianOfSquare;
}
