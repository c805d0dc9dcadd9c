/** Rates that a search tries: with three digits, because more would pretend a precision that no step has. */

const digits = 3;

/** Never the rate itself, unless the factor is 1. */
export function times(ratePerSecond: number, factor: number): number {
  const exact = ratePerSecond * factor;
  const tidy = tidyRate(exact);
  return (tidy - ratePerSecond) * (exact - ratePerSecond) > 0 ? tidy : exact;
}

/** The lowest tidy rate that the given one exceeds by no more than the share of it. */
export function lowerBy(ratePerSecond: number, share: number): number {
  const exact = ratePerSecond / (1 + share);
  const unit = 10 ** (Math.floor(Math.log10(exact)) + 1 - digits);
  const tidy = tidyRate(Math.ceil(exact / unit) * unit);
  return tidy < ratePerSecond ? tidy : exact;
}

/** A rate strictly between both; null when the upper one is within the tolerance of the lower. */
export function halfway(low: number, high: number, withinRatio: number): number | null {
  if (high <= low * (1 + withinRatio) * (1 + 4 * Number.EPSILON)) return null;
  const middle = (low + high) / 2;
  const tidy = tidyRate(middle);
  return tidy > low && tidy < high ? tidy : middle;
}

export function tidyRate(ratePerSecond: number): number {
  return Number(ratePerSecond.toPrecision(digits));
}
