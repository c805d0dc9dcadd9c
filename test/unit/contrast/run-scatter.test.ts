/** What runs that differ only by luck are taken for, when how slow one is differs by 20 % from the next: the claims of the README, counted. */
import { describe, expect, it } from 'vitest';
import { contrastSamples } from '../../../src/contrast/contrast-samples.js';
import { createUniformStream } from '../../../src/kit/random.js';
import { bucketOf, writeBuckets } from '../../../src/kit/time-buckets.js';
import type { LoadBlock, Sample } from '../../../src/model/sample.js';
import { figureOfBlocks, readBlock } from '../../../src/statistics/pooled-blocks.js';
import { sampleWith } from '../../fixtures/samples.js';
import { blockOf, normal } from '../../fixtures/synthetic-blocks.js';

const unit = createUniformStream(5, 'scatter');

describe('equal runs that scatter by 20 %', () => {
  it('come out worse one by one in about a quarter of the pairs: single runs know nothing of it', () => {
    const share = worseAmong(60, 1);
    expect(share).toBeGreaterThan(0.1);
    expect(share).toBeLessThan(0.4);
  });

  it('come out worse in groups of five in one of twenty at most', () => {
    expect(worseAmong(60, 5)).toBeLessThanOrEqual(0.05);
  });
});

function worseAmong(trials: number, runs: number): number {
  const verdicts = Array.from({ length: trials }, () => {
    const [before, after] = [sampleOf(runs), sampleOf(runs)];
    return contrastSamples({ name: 'before', sample: before }, { name: 'after', sample: after }).verdict;
  });
  return verdicts.filter((verdict) => verdict === 'worse').length / trials;
}

function sampleOf(count: number): Sample {
  const blocks = Array.from({ length: count }, blocksOfRun);
  const sample = sampleWith({
    runs: blocks.map((own) => {
      const read = own.map((block) => readBlock(block, 1_000));
      const timeOf = (place: string): number => figureOfBlocks('response_time', place)?.figureOf(read) ?? Number.NaN;
      return { 'response_time.p50 during run': timeOf('p50'), 'response_time.p99 during run': timeOf('p99') };
    }),
  });
  const runs = sample.runs.map((run, index) => ({
    ...run,
    measures: { ...run.measures, blocks: blocks[index] as readonly LoadBlock[] },
  }));
  return { ...sample, runs };
}

function blocksOfRun(): readonly LoadBlock[] {
  const middleMs = 30 * Math.exp(0.2 * normal(unit));
  return Array.from({ length: 10 }, () => {
    const buckets = new Map<number, number>();
    for (let arrival = 0; arrival < 100; arrival += 1) {
      const bucket = bucketOf(middleMs * Math.exp(0.3 * normal(unit)));
      buckets.set(bucket, (buckets.get(bucket) ?? 0) + 1);
    }
    return blockOf(100, writeBuckets(buckets));
  });
}
