/** Which mix is that of the traffic, and which phases need one of their own. */
import type { Mix } from '../model/scenario.js';
import { sumOf } from './counts.js';
import { mixShift, type Series } from './split-by-mix.js';

/** Of bins [from, to). */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

export interface ChosenMixes {
  /** Null when nothing was counted by operation. */
  readonly mix: Mix | null;
  /** Of each stretch; null where that of the traffic is close enough. */
  readonly own: readonly (Mix | null)[];
}

/** That of the whole, or of a stretch when fewer others then need their own. */
export function chooseMixes(series: Series, stretches: readonly Stretch[]): ChosenMixes {
  const length = stretches.at(-1)?.to ?? 0;
  const mixes = stretches.map((stretch) => mixOf(series, stretch));
  const ownBeside = (mix: Mix) => mixes.map((own) => (own === null || distance(own, mix) < mixShift ? null : own));
  let best: ChosenMixes & { readonly count: number } = { mix: null, own: mixes.map(() => null), count: Infinity };
  for (const mix of [mixOf(series, { from: 0, to: length }), ...mixes]) {
    if (mix === null) continue;
    const own = ownBeside(mix);
    const count = own.filter((each) => each !== null).length;
    if (count < best.count) best = { mix, own, count };
  }
  return best;
}

/** In percent, to a tenth. */
function mixOf(series: Series, { from, to }: Stretch): Mix | null {
  const sums = [...series].map(([name, counts]) => [name, sumOf(counts, from, Math.min(to, counts.length))] as const);
  const total = sums.reduce((all, [, sum]) => all + sum, 0);
  if (total === 0) return null;
  const shares = sums.map(([name, sum]) => [name, Math.round((sum / total) * 1_000) / 10] as const);
  return Object.fromEntries(shares.filter(([, share]) => share > 0));
}

/** Total variation: the share that would have to be others. */
function distance(one: Mix, other: Mix): number {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return names.reduce((sum, name) => sum + Math.abs((one[name] ?? 0) - (other[name] ?? 0)), 0) / 200;
}
