/** The binomial distribution, exactly: what every distribution-free statement about repetitions rests on. */

/** Beyond it the first term of a fair coin would underflow. */
export const trialsMax = 1_000;

/** Probability of at most `successes` in `trials`. Terms follow from each other by their ratio, so no factorial overflows. */
export function probabilityOfAtMost(successes: number, trials: number, chance: number): number {
  if (trials > trialsMax) throw new RangeError(`At most ${trialsMax} trials can be computed, not ${trials}.`);
  if (successes < 0) return 0;
  if (successes >= trials || chance === 0) return 1;
  if (chance === 1) return 0;
  let term = (1 - chance) ** trials;
  let sum = term;
  for (let count = 1; count <= successes; count += 1) {
    term *= ((trials - count + 1) / count) * (chance / (1 - chance));
    sum += term;
  }
  return Math.min(1, sum);
}
