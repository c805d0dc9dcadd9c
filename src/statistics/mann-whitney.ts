/** Whether values of one group tend to lie above those of another, by ranks alone: the Mann–Whitney test, exact also with ties. */
import { normalTail } from './normal.js';
import { midRanks } from './mid-ranks.js';

export interface RankTest {
  /** Pairs in which the second group's value is the larger; ties count half. */
  readonly u: number;
  /** The chance of ranks this far apart, either way, if the groups did not differ. */
  readonly pTwoSided: number;
  /** The chance of the second group lying this high, if the groups did not differ. */
  readonly pHigher: number;
  /** And this low. */
  readonly pLower: number;
  /** The least that `pTwoSided` could have come to with values that tie like these. */
  readonly pTwoSidedMin: number;
  readonly isExact: boolean;
}

/** Up to so many values the distribution is counted out; beyond, the normal approximation differs by less than anybody reads. */
const exactMax = 60;
/** Sums of halves are exact; their probabilities are not quite. */
const slack = 1e-9;

/**
 * H. B. Mann and D. R. Whitney, 1947. The exact distribution is that of the rank sum over all ways to choose the second group among the pooled ranks, which holds with ties, too;
 * the approximation has the correction for ties and for continuity. Both groups must hold something.
 */
export function mannWhitney(first: readonly number[], second: readonly number[]): RankTest {
  const doubled = midRanks([...first, ...second]).map((rank) => Math.round(rank * 2));
  const own = sum(doubled.slice(first.length));
  const [n, m] = [first.length, second.length];
  const u = own / 2 - (m * (m + 1)) / 2;
  return n + m <= exactMax ? exact(doubled, own, { u, m }) : approximate(doubled, { u, n, m });
}

function exact(
  doubled: readonly number[],
  own: number,
  { u, m }: { readonly u: number; readonly m: number },
): RankTest {
  const ways = countSums(doubled, m);
  const all = ways.reduce((total, count) => total + count, 0);
  const middle = (sum(doubled) * m) / doubled.length;
  const farthest = ways.reduce((most, count, at) => (count > 0 ? Math.max(most, Math.abs(at - middle)) : most), 0);
  const share = (isCounted: (at: number) => boolean): number =>
    Math.min(1, ways.reduce((total, count, at) => (isCounted(at) ? total + count : total), 0) / all);
  const atLeast = (distance: number): number => share((at) => Math.abs(at - middle) >= distance - slack);
  return {
    u,
    pTwoSided: atLeast(Math.abs(own - middle)),
    pHigher: share((at) => at >= own - slack),
    pLower: share((at) => at <= own + slack),
    pTwoSidedMin: atLeast(farthest),
    isExact: true,
  };
}

/** In how many ways `size` of the ranks come to each sum. */
function countSums(ranks: readonly number[], size: number): Float64Array {
  const top = sum(ranks);
  const ways = Array.from({ length: size + 1 }, () => new Float64Array(top + 1));
  (ways[0] as Float64Array)[0] = 1;
  for (const [index, rank] of ranks.entries()) {
    for (let taken = Math.min(size, index + 1); taken >= 1; taken -= 1) {
      const [from, to] = [ways[taken - 1] as Float64Array, ways[taken] as Float64Array];
      for (let at = top; at >= rank; at -= 1) to[at] = (to[at] as number) + (from[at - rank] as number);
    }
  }
  return ways[size] as Float64Array;
}

function approximate(doubled: readonly number[], { u, n, m }: Readonly<Record<'u' | 'n' | 'm', number>>): RankTest {
  const all = n + m;
  const ties = new Map<number, number>();
  for (const rank of doubled) ties.set(rank, (ties.get(rank) ?? 0) + 1);
  const tied = sum([...ties.values()].map((count) => count ** 3 - count));
  const deviation = Math.sqrt(((n * m) / 12) * (all + 1 - tied / (all * (all - 1))));
  if (deviation === 0) return { u, pTwoSided: 1, pHigher: 1, pLower: 1, pTwoSidedMin: 1, isExact: false };
  const above = u - (n * m) / 2;
  return {
    u,
    pTwoSided: Math.min(1, 2 * normalTail(Math.max(0, Math.abs(above) - 0.5) / deviation)),
    pHigher: normalTail((above - 0.5) / deviation),
    pLower: normalTail((-above - 0.5) / deviation),
    pTwoSidedMin: Math.min(1, 2 * normalTail((n * m) / 2 / deviation)),
    isExact: false,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
