/** Spreads repetitions evenly over victims and over the phase of whatever beats in the target, for any number of repetitions: further ones fill the gaps. */
import { createIndexedStream, createUniformStream } from '../kit/random.js';

/** Multiples of it, taken modulo one, fill the unit interval more evenly than those of any other number (H. Weyl; E. Hlawka). */
const goldenRatio = (Math.sqrt(5) - 1) / 2;

export interface Spread {
  /** Position in the list of victims. */
  readonly victim: number;
  /** In [0, 1). */
  readonly phase: number;
}

/**
 * Repetitions come in rounds of one for each victim, in an order that is drawn anew. Within a round every victim gets another stratum of the phase, and
 * from round to round the strata move on, so that no victim keeps to a part of the phase.
 */
export function spreadOf(repetition: number, victims: number, seed: number): Spread {
  const slots = Math.max(1, victims);
  const round = Math.floor((repetition - 1) / slots);
  const victim = orderOf(round, slots, seed)[(repetition - 1) % slots] as number;
  const draw = createUniformStream(seed, 'rto/phase');
  const start = draw();
  const firstStratum = Math.floor(draw() * slots);
  const stratum = (victim + round + firstStratum) % slots;
  const within = (start + round * goldenRatio) % 1;
  return { victim, phase: (stratum + within) / slots };
}

/** A drawn order of 0 … count − 1 (Fisher and Yates). */
function orderOf(round: number, count: number, seed: number): readonly number[] {
  const stream = createIndexedStream(seed, 'rto/victims');
  stream.seek(round);
  const order = Array.from({ length: count }, (_unused, index) => index);
  for (let last = count - 1; last > 0; last -= 1) {
    const chosen = Math.floor(stream.unit() * (last + 1));
    [order[last], order[chosen]] = [order[chosen] as number, order[last] as number];
  }
  return order;
}
