/**
 * What a number of fault events can bound. Spreading phases evenly and taking victims in turn makes these figures cautious: of trials with unequal
 * chances, all fail less often than of as many trials with their mean (inequality of the means).
 */

/** Probability that the longest of `count` recoveries is at least the quantile: 1 − qⁿ. */
export function coverageOfMaximum(count: number, quantile: number): number {
  return 1 - quantile ** count;
}

/** How many events it takes until the longest covers the quantile with this confidence. */
export function eventsToCover(quantile: number, confidence: number): number {
  const events = Math.log(1 - confidence) / Math.log(quantile);
  // 0.5 and 0.75 need two events exactly; the quotient of logarithms may lie a breath above.
  return Math.ceil(events - 1e-9);
}

/** With this confidence the probability of loss per fault event is below the result, when none of `count` events lost anything: 1 − (1 − c)^(1/n). */
export function lossProbabilityBound(count: number, confidence = 0.95): number {
  return count === 0 ? 1 : 1 - (1 - confidence) ** (1 / count);
}
