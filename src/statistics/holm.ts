/** Many questions asked at once: each chance is corrected so that one false alarm among all of them stays as rare as promised. */

/**
 * S. Holm, 1979: the probabilities as they must be held against the level, in the order given. Of a question that chance cannot answer wrongly, because even its most extreme answer
 * would stay above the level, nothing is to be feared, and it does not count (R. E. Tarone, 1990): `least` is that answer's probability.
 */
export function holm(
  tests: readonly { readonly p: number; readonly least: number }[],
  level: number,
): readonly number[] {
  const counted = countedAmong(tests, level);
  const order = tests.map((_test, index) => index).sort((a, b) => (tests[a]?.p ?? 1) - (tests[b]?.p ?? 1));
  const corrected: number[] = Array.from({ length: tests.length }, () => 1);
  let left = counted;
  let highest = 0;
  for (const index of order) {
    const { p, least } = tests[index] as { readonly p: number; readonly least: number };
    if (least > level / counted) {
      corrected[index] = Math.min(1, Math.max(p, highest, p * counted));
      continue;
    }
    highest = Math.max(highest, Math.min(1, p * left));
    corrected[index] = highest;
    left -= 1;
  }
  return corrected;
}

/** The smallest k for which at most k tests can reach level / k. */
function countedAmong(tests: readonly { readonly least: number }[], level: number): number {
  for (let count = 1; count < tests.length; count += 1)
    if (tests.filter(({ least }) => least <= level / count).length <= count) return count;
  return Math.max(1, tests.length);
}
