/** Which customer or merchant an arrival concerns: a hot few, popular many, or anyone, as the scenario says. */
import type { IndexedStream } from '../kit/random.js';
import { createZipf } from '../kit/zipf.js';
import type { AccountRange } from '../model/plan.js';
import type { Popularity } from '../model/scenario.js';

/** Fraction of the range that neighbouring ranks lie apart, before it is made coprime: the golden ratio spreads them most evenly. */
const spread = 0.618_033_988_749_895;

/**
 * Draws account numbers. The hot share goes evenly to the first accounts; the rest follows the skew over the other accounts. Popular ranks are
 * scattered over the table: neighbours in popularity must not be neighbours on a page of the index.
 */
export function createAccountDraw(
  { hot, zipfExponent }: Popularity,
  accounts: AccountRange,
): (stream: IndexedStream) => number {
  const hotCount = hot === null ? 0 : Math.min(hot.accounts, accounts.count);
  const hotShare = hot === null ? 0 : hot.share;
  const coldCount = accounts.count - hotCount;
  if (coldCount === 0) return (stream) => accounts.first + Math.floor(stream.unit() * accounts.count);
  const rankOf = createZipf(coldCount, zipfExponent);
  const stride = coprimeNear(Math.round(coldCount * spread), coldCount);
  const coldFirst = accounts.first + hotCount;
  return (stream) => {
    if (hotShare > 0 && stream.unit() < hotShare) return accounts.first + Math.floor(stream.unit() * hotCount);
    // At most 10^7 · 10^7: exact in a double.
    return coldFirst + (((rankOf(stream.unit) - 1) * stride) % coldCount);
  };
}

/** The first number from `start` that shares no divisor with `modulus`: multiplying by it visits every remainder once. */
function coprimeNear(start: number, modulus: number): number {
  let candidate = Math.max(1, start);
  while (greatestCommonDivisor(candidate, modulus) !== 1) candidate += 1;
  return candidate;
}

function greatestCommonDivisor(left: number, right: number): number {
  return right === 0 ? left : greatestCommonDivisor(right, left % right);
}
