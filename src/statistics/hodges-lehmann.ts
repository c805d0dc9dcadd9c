/** By how much one group lies above another: the median of all differences between them, and an interval that no assumption on their distribution is needed for. */
import { medianOf } from './median.js';

export interface Shift {
  readonly shift: number;
  /** With at least 95 % confidence; null where the groups are too small for any. */
  readonly interval: readonly [low: number, high: number] | null;
}

const tail = 0.025;
/** That tail of the normal distribution. */
const tailAt = 1.96;
/** Up to so many values the ranks are counted out; of many more, the numbers of orders overflow. */
const exactMax = 200;

/** J. L. Hodges and E. L. Lehmann, 1963; the interval by order statistics of the differences, after P. B. Moses. Positive: the second group lies higher. */
export function hodgesLehmann(first: readonly number[], second: readonly number[]): Shift {
  const differences = second.flatMap((after) => first.map((before) => after - before)).sort((a, b) => a - b);
  const outside = ranksOutside(first.length, second.length);
  const [low, high] = [differences[outside - 1], differences[differences.length - outside]];
  const interval = outside === 0 || low === undefined || high === undefined ? null : ([low, high] as const);
  return { shift: medianOf(differences), interval };
}

/** How many differences may lie outside at either end: the largest k with P(U < k) ≤ 2.5 %, by the normal approximation where there are many. */
function ranksOutside(n: number, m: number): number {
  if (n + m > exactMax) return Math.floor((n * m) / 2 - tailAt * Math.sqrt((n * m * (n + m + 1)) / 12));
  const ways = waysByU(n, m);
  const all = ways.reduce((total, count) => total + count, 0);
  let below = 0;
  let outside = 0;
  while (outside < ways.length && (below + (ways[outside] as number)) / all <= tail) {
    below += ways[outside] as number;
    outside += 1;
  }
  return outside;
}

/** In how many orders of two groups without ties each U occurs: the coefficients of the Gaussian binomial. */
function waysByU(n: number, m: number): Float64Array {
  const ways = new Float64Array(n * m + 1);
  ways[0] = 1;
  for (let part = 1; part <= n; part += 1) {
    const over = m + part;
    for (let at = ways.length - 1; at >= over; at -= 1) ways[at] = (ways[at] as number) - (ways[at - over] as number);
    for (let at = part; at < ways.length; at += 1) ways[at] = (ways[at] as number) + (ways[at - part] as number);
  }
  return ways;
}
