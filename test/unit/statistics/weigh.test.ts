/** What one figure of two groups says: by runs where there are many, by blocks where there are few, and never less rarely wrong than it claims. */
import { describe, expect, it } from 'vitest';
import { createUniformStream } from '../../../src/kit/random.js';
import type { HeldFigures } from '../../../src/model/sample.js';
import { figureOfBlocks, readBlock } from '../../../src/statistics/pooled-blocks.js';
import { weigh } from '../../../src/statistics/weigh.js';
import { blockOf, noisyBlocks, type Noise } from '../../fixtures/synthetic-blocks.js';

const punctual = { typicalMs: 0, worstMs: 0 };
const p50 = { metric: 'response_time', aggregate: 'p50' };
const p99 = { metric: 'response_time', aggregate: 'p99' };

describe('runs', () => {
  it('are compared by their ranks where both sides have four and more', () => {
    const effect = weigh(p50, runs(10, 11, 12, 13, 14), runs(30, 31, 32, 33, 34));
    expect(effect).toMatchObject({ method: 'ranks', shift: 20, before: { runs: 5, value: 12 }, after: { value: 32 } });
    expect(effect.pValue).toBeCloseTo(2 / 252, 9);
  });

  it('are compared by their spread where one side has one: what lies within it proves nothing', () => {
    const many = runs(10, 12, 14, 16, 18, 11, 13);
    expect(weigh(p50, many, runs(19))).toMatchObject({ method: 'one-of-many' });
    expect(weigh(p50, many, runs(19)).pValue).toBeGreaterThan(0.05);
    expect(weigh(p50, many, runs(40)).pHigher).toBeLessThan(0.001);
    expect(weigh(p50, many, runs(40)).pLower).toBeGreaterThan(0.999);
  });

  it('that were all the same scatter by one arrival at least: so little proves nothing against one that is not, and more does', () => {
    const availability = { metric: 'availability', aggregate: null };
    const after = (figure: number): HeldFigures => ({ ...runs(figure), blocks: [blockOf(500, '400*500')] });
    const many = runs(...Array.from({ length: 10 }, () => 100));
    expect(weigh(availability, many, after(99.8)).pLower).toBeGreaterThan(0.1);
    expect(weigh(availability, many, after(10))).toMatchObject({ method: 'one-of-many', shift: -90 });
    expect(weigh(availability, many, after(10)).pLower).toBeLessThan(0.001);
    expect(weigh(availability, many, after(100))).toMatchObject({ pValue: 1, pValueMin: 1 });
  });

  it('that were all the same, of which nobody knows how many arrivals they had, leave chance unknown', () => {
    const effect = weigh({ metric: 'errors', aggregate: 'rate' }, runs(0, 0, 0, 0, 0, 0), runs(0.1));
    expect(effect).toMatchObject({ method: 'none', pValue: null });
  });

  it('that never had an outage are told apart from one that had', () => {
    const outage = { metric: 'outage', aggregate: null };
    expect(weigh(outage, runs(0, 0, 0, 0, 0), runs(3_000)).pHigher).toBeLessThan(0.001);
    expect(weigh(outage, runs(0, 0, 0, 0, 0), runs(50)).pHigher).toBeGreaterThan(0.05);
  });

  it('that are few, and hold no blocks, leave chance unknown', () => {
    expect(weigh({ metric: 'recovery_time', aggregate: null }, runs(900), runs(2_400))).toMatchObject({
      method: 'none',
      shift: 1_500,
      pValue: null,
      interval: null,
    });
  });

  it('of which only a lower bound is known say so', () => {
    const effect = weigh(p50, runs(1, 2, 3, 4), { ...runs(), figures: [5, { atLeast: 9 }, 7, 8] });
    expect([effect.before.isAtLeast, effect.after.isAtLeast]).toEqual([false, true]);
  });
});

describe('single runs', () => {
  const trials = 120;
  it.each([
    [p50, 0.9],
    [p50, 0.97],
    [p99, 0.9],
    [p99, 0.97],
  ])('%j: noise with a memory of %d is taken for a difference in at most one of twenty pairs', (name, memory) => {
    const unit = createUniformStream(11, `noise/${memory}`);
    const noise = { memory, size: 0.3 };
    const alarms = Array.from({ length: trials }, () => {
      return weigh(name, run(noise, unit, name.aggregate), run(noise, unit, name.aggregate)).pValue ?? 0;
    }).filter((p) => p < 0.05);
    expect(alarms.length / trials).toBeLessThanOrEqual(0.05);
  });

  it('of which one is 20 ms slower are told apart, by 20 ms', () => {
    const unit = createUniformStream(12, 'added');
    const noise = { memory: 0.97, size: 0.3 };
    const effects = Array.from({ length: 40 }, () =>
      weigh(p50, run(noise, unit, 'p50'), run({ ...noise, addedMs: 20 }, unit, 'p50')),
    );
    expect(effects.filter(({ pValue }) => (pValue ?? 1) < 0.05)).toHaveLength(40);
    const covering = effects.filter(({ interval }) => interval !== null && interval[0] <= 20 && interval[1] >= 20);
    expect(covering.length).toBeGreaterThanOrEqual(38);
  });

  it('of which the generator was late by as much as they differ are not told apart', () => {
    const unit = createUniformStream(13, 'late');
    const noise = { memory: 0.5, size: 0.3 };
    const [before, after] = [run(noise, unit, 'p50'), run({ ...noise, addedMs: 8 }, unit, 'p50')];
    expect(weigh(p50, before, after).pValue).toBeLessThan(0.001);
    expect(weigh(p50, before, { ...after, scheduleLag: { typicalMs: 9, worstMs: 9 } }).pValue).toBeGreaterThan(0.05);
  });

  it.each([1, 4])('of %d blocks leave chance unknown', (count) => {
    const blocks = Array.from({ length: count }, () => blockOf(100, '400*100'));
    const side = { ...runs(5), blocks };
    expect(weigh(p50, side, { ...side, figures: [50] })).toMatchObject({ method: 'none', pValue: null });
  });

  it('are told apart by what clients got, too', () => {
    const blocks = Array.from({ length: 10 }, () => blockOf(100, '400*100'));
    const failing = blocks.map((block) => ({ ...block, good: 80, unanswered: 20, times: '400*80' }));
    const availability = { metric: 'availability', aggregate: null };
    const effect = weigh(
      availability,
      { figures: [100], blocks, deadlineMs: 500, scheduleLag: punctual },
      { figures: [80], blocks: failing, deadlineMs: 500, scheduleLag: punctual },
    );
    expect(effect).toMatchObject({ method: 'blocks', shift: -20 });
    expect(effect.pLower).toBeLessThan(0.001);
    const slow = figureOfBlocks('response_time', 'p90')?.figureOf(failing.map((block) => readBlock(block, 500)));
    expect(slow).toBe(500);
  });
});

function runs(...figures: readonly number[]): HeldFigures {
  return { figures, blocks: [], deadlineMs: 1_000, scheduleLag: punctual };
}

function run(noise: Noise, unit: () => number, aggregate: string): HeldFigures {
  const blocks = noisyBlocks(600, noise, unit);
  const value = figureOfBlocks('response_time', aggregate)?.figureOf(blocks.map((block) => readBlock(block, 1_000)));
  return { figures: [value ?? Number.NaN], blocks, deadlineMs: 1_000, scheduleLag: punctual };
}
