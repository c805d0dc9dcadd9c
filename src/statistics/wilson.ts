/** How far a share of so many may lie off by chance. */

/** Of 95 % of a normal distribution. */
const deviations = 1.96;

/** E. B. Wilson, 1927: both ends between 0 and 1, with 95 % confidence, also where none or all of them were counted. */
export function wilsonInterval(count: number, of: number): readonly [low: number, high: number] {
  if (of <= 0) return [0, 1];
  const share = count / of;
  const spread = deviations ** 2 / of;
  const middle = (share + spread / 2) / (1 + spread);
  const reach = (deviations / (1 + spread)) * Math.sqrt((share * (1 - share)) / of + spread / (4 * of));
  return [Math.max(0, middle - reach), Math.min(1, middle + reach)];
}
