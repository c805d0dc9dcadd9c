/** Blocks of load as they are resampled: read once, added up in any selection, and asked for a figure. */
import { readBuckets, timeInBucket } from '../kit/time-buckets.js';
import type { LoadBlock } from '../model/sample.js';

/** A figure of some blocks together; not a number where they hold nothing to make it of. */
type FigureOfBlocks = (blocks: readonly ReadBlock[]) => number;

export interface BlockFigure {
  readonly figureOf: FigureOfBlocks;
  /** Known to a bucket's width; a share is known to one arrival. */
  readonly isTime: boolean;
}

export interface ReadBlock extends LoadBlock {
  readonly buckets: readonly (readonly [bucket: number, count: number])[];
  readonly deadlineMs: number;
}

export function readBlock(block: LoadBlock, deadlineMs: number): ReadBlock {
  return { ...block, deadlineMs, buckets: [...readBuckets(block.times)] };
}

/** Null where blocks do not hold it. `aggregate` as in gates. */
export function figureOfBlocks(metric: string, aggregate: string | null): BlockFigure | null {
  switch (metric) {
    case 'availability':
      return share(
        ({ good }) => good,
        ({ arrivals }) => arrivals,
      );
    case 'in_doubt':
      return share(
        ({ inDoubt }) => inDoubt,
        ({ arrivals }) => arrivals,
      );
    case 'errors':
      return share(
        ({ errors }) => errors,
        ({ attempts }) => attempts,
      );
    case 'goodput':
      return {
        figureOf: (blocks) => sumOf(blocks, ({ good }) => good) / (sumOf(blocks, ({ lengthMs }) => lengthMs) / 1_000),
        isTime: false,
      };
    case 'response_time':
      return aggregate?.startsWith('p') === true
        ? { figureOf: percentileOf(Number(aggregate.slice(1))), isTime: true }
        : null;
    default:
      return null;
  }
}

/** In per cent. */
function share(part: (block: LoadBlock) => number, whole: (block: LoadBlock) => number): BlockFigure {
  return { figureOf: (blocks) => (sumOf(blocks, part) / sumOf(blocks, whole)) * 100, isTime: false };
}

/** An hour, the longest time that is told apart. */
const bucketsMax = 1_024;

function percentileOf(percentile: number): FigureOfBlocks {
  // Asked hundreds of times in a row: one buffer for all.
  const counts = new Float64Array(bucketsMax);
  return (blocks) => {
    const wanted = Math.max(1, Math.ceil((percentile / 100) * sumOf(blocks, ({ arrivals }) => arrivals)));
    counts.fill(0);
    for (const { buckets } of blocks)
      for (const [bucket, count] of buckets) counts[bucket] = (counts[bucket] ?? 0) + count;
    let below = 0;
    for (let bucket = 0; bucket < bucketsMax; bucket += 1) {
      const count = counts[bucket] ?? 0;
      if (below + count >= wanted) return timeInBucket(bucket, (wanted - below) / count);
      below += count;
    }
    // Whoever got no answer waited for the deadline at least.
    return blocks[0]?.deadlineMs ?? Number.NaN;
  };
}

function sumOf(blocks: readonly LoadBlock[], part: (block: LoadBlock) => number): number {
  return blocks.reduce((sum, block) => sum + part(block), 0);
}
