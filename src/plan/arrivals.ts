/** The schedule: which arrival is due when. Every shard walks the same global sequence and keeps its own share, so threads and machines agree without talking. */
import { createUniformStream } from '../kit/random.js';
import { arrivalsIn, offsetAfter } from '../kit/rate-curve.js';
import type { Plan } from '../model/plan.js';
import type { RateSegment } from '../model/rate.js';

/** Moves through a shard's arrivals in order. Fields hold the current arrival, so that nothing is allocated per arrival; they mean nothing before the first `next`. */
export interface ArrivalStream {
  readonly index: number;
  readonly intendedStartMs: number;
  /** Moves on; false when there is no further arrival. */
  next(): boolean;
}

interface Cursor {
  index: number;
  intendedStartMs: number;
  next(): boolean;
}

/** Arrivals with index ≡ shard (mod shards), 0 ≤ shard < shards. */
export function createArrivalStream(plan: Plan, shard: number, shards: number): ArrivalStream {
  const nextTarget = createTargets(plan);
  const dueAt = createInverse(plan.segments);
  let nextIndex = 0;
  let hasEnded = false;
  const cursor: Cursor = {
    index: -1,
    intendedStartMs: 0,
    next() {
      while (!hasEnded) {
        const index = nextIndex;
        nextIndex += 1;
        const dueMs = dueAt(nextTarget(index));
        hasEnded = Number.isNaN(dueMs);
        if (hasEnded || index % shards !== shard) continue;
        cursor.index = index;
        cursor.intendedStartMs = dueMs;
        return true;
      }
      return false;
    },
  };
  return cursor;
}

/**
 * How much of the rate's integral has passed when arrival `index` is due. Even: the middle of its unit. Poisson: a sum of unit-exponential gaps, which
 * makes a Poisson process of any rate once the integral is inverted. Must be asked for one index after the other.
 */
function createTargets({ scenario }: Plan): (index: number) => number {
  if (scenario.traffic.arrivals === 'even') return (index) => index + 0.5;
  const unit = createUniformStream(scenario.seed, 'arrivals');
  let sum = 0;
  return () => {
    sum -= Math.log(1 - unit());
    return sum;
  };
}

/** The instant at which the integral reaches a target; NaN beyond its end. Targets must not decrease. */
function createInverse(segments: readonly RateSegment[]): (target: number) => number {
  let position = 0;
  let before = 0;
  return (target) => {
    for (; position < segments.length; position += 1) {
      const segment = segments[position] as RateSegment;
      const held = arrivalsIn(segment);
      if (target - before < held) return segment.startMs + offsetAfter(target - before, segment);
      before += held;
    }
    return Number.NaN;
  };
}
