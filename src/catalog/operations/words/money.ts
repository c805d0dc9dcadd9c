/** What most payments share: an amount that is small more often than large, and money that goes from one account to another. */
import type { Draws, Leg } from '../../../model/operation.js';

/** At least `min`, and less than `range` above it. Squared: small amounts are common, large ones rare. */
export function drawAmount(draws: Draws, min: number, range: number): number {
  const share = draws.unit();
  return min + Math.floor(share * share * range);
}

export function move(amount: number, from: number, to: number): readonly Leg[] {
  return [
    { account: from, amount: -amount },
    { account: to, amount },
  ];
}
