/** Fits to logs whose truth is known: pieces, peaks, mixes and scatter. */
import { describe, expect, test } from 'vitest';
import { fitLog, type Fit } from '../../../src/fitting/fit-log.js';
import { fitPieces } from '../../../src/fitting/fit-pieces.js';
import { fitWords } from '../../../src/fitting/fit-words.js';
import { readCounts } from '../../../src/fitting/read-counts.js';
import { linesOf, logOf, plannedTraffic, totalsLog } from '../../fixtures/production-log.js';

async function fitTo(text: string, speed = 1, within = 0.05): Promise<Fit> {
  const { counts } = await readCounts(linesOf(text), ['balance', 'qr-payment', 'top-up', 'transfer']);
  return fitLog(counts, { speed, within });
}

const piecesOf = (rates: readonly number[], most: number) => {
  return fitPieces(Float64Array.from(rates), { piecesMax: most, isGoodEnough: () => false });
};

describe('straight pieces', () => {
  test('divide where it is best, wherever that is', () => {
    const rates = [5, 5, 5, 5, 5, 20, 30, 40, 50, 1, 1, 1];
    expect(piecesOf(rates, 3)).toMatchObject([
      { from: 0, to: 5, fromPerSecond: 5, toPerSecond: 5 },
      { from: 5, to: 9, fromPerSecond: 15, toPerSecond: 55 },
      { from: 9, to: 12, fromPerSecond: 1, toPerSecond: 1 },
    ]);
  });

  test('hold what they stand for, and never go below zero', () => {
    const rates = [0, 0, 0, 0, 0, 0, 90, 10];
    const [piece] = piecesOf(rates, 1);
    expect(piece).toEqual({ from: 0, to: 8, fromPerSecond: 0, toPerSecond: 25 });
  });

  test('are no more than are needed', () => {
    const counts: number[] = [];
    fitPieces(Float64Array.from([1, 1, 1, 9, 9, 9]), {
      piecesMax: 6,
      isGoodEnough: (pieces) => {
        counts.push(pieces.length);
        return pieces.length === 2;
      },
    });
    expect(counts).toEqual([1, 2]);
  });
});

describe('a peak', () => {
  const calm = Array.from({ length: 600 }, () => 100);
  const flash = calm.map((rate, second) => (second >= 300 && second < 303 ? 6_000 : rate));

  test('of three seconds is kept at its height, also when ten minutes are played in ten seconds', async () => {
    for (const speed of [1, 60]) {
      const { phases, fittedPeakPerSecond, observed } = await fitTo(totalsLog(flash), speed);
      expect(observed).toMatchObject({ startMs: 300_000, endMs: 301_000, perSecond: 6_000 });
      expect(Math.abs(fittedPeakPerSecond / 6_000 - 1)).toBeLessThanOrEqual(0.05);
      expect(phases.at(0)?.startMs).toBe(0);
      expect(phases.at(-1)?.endMs).toBe(600_000);
      for (const [index, { startMs }] of phases.entries())
        if (index > 0) expect(startMs).toBe(phases[index - 1]?.endMs);
    }
  });

  test('is not what chance makes of a steady rate', async () => {
    const fit = await fitTo(logOf(plannedTraffic('[{ name: a, for: 5m, rate: 100/s }]')));
    expect(fit.phases.length).toBe(1);
    expect(fit.fittedPeakPerSecond).toBeLessThan(106);
    expect(fit.isWithin).toBe(true);
  });
});

describe('the mix', () => {
  const text = logOf(
    plannedTraffic(
      '[{ name: a, for: 100s, rate: 300/s }, { name: b, for: 50s, rate: 300/s, mix: { qr-payment: 8, balance: 2 } }]\n  mix: { transfer: 6, balance: 4 }',
    ),
  );

  test('that shifts under a steady rate divides the phase where it does', async () => {
    const { phases, mix } = await fitTo(text);
    expect(phases.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
      [0, 100_000],
      [100_000, 150_000],
    ]);
    expect(mix?.['transfer']).toBeCloseTo(60, -0.5);
    expect(phases[0]?.mix).toBeNull();
    expect(Object.keys(phases[1]?.mix ?? {}).toSorted()).toEqual(['balance', 'qr-payment']);
    expect(phases[1]?.mix?.['qr-payment']).toBeCloseTo(80, -0.5);
  });

  test('is one for all where only chance shifts it', async () => {
    const plan = plannedTraffic('[{ name: a, for: 60s, rate: 300/s }, { name: b, for: 60s, rate: 900/s }]');
    const { phases } = await fitTo(logOf(plan));
    expect(phases.map(({ mix }) => mix)).toEqual([null, null]);
  });

  test('of a log of totals is a guess, and says so', async () => {
    const fit = await fitTo(totalsLog(Array.from({ length: 60 }, () => 50)));
    expect(fit.mix).toBeNull();
    expect(fitWords(fit, 0.05).at(-1)).toContain('a guess');
  });
});

test('arrivals are random where counts scatter as chance would, and even where they do not', async () => {
  const phases = '[{ name: a, for: 2m, rate: 20/s -> 400/s }]';
  const random = await fitTo(logOf(plannedTraffic(phases)));
  expect(random.arrivals).toBe('poisson');
  expect(Math.abs(random.scatter - 1)).toBeLessThan(0.4);
  const even = await fitTo(logOf(plannedTraffic(phases, 'even')));
  expect(even.arrivals).toBe('even');
});

test('a log that no few phases hold is fitted as well as they can, and it says that this is not enough', async () => {
  const wild = Array.from({ length: 400 }, (_unused, second) => (second % 7 < 3 ? 900 : 50));
  const fit = await fitTo(totalsLog(wild));
  expect(fit.isWithin).toBe(false);
  expect(fit.phases.length).toBeLessThanOrEqual(24);
  expect(fitWords(fit, 0.05)[1]).toContain('not within the bound of 5 %');
});

test('the words tell what was read, how close it is and where the peak was', async () => {
  const fit = await fitTo(
    totalsLog(Array.from({ length: 120 }, (_unused, second) => (second < 60 ? 2_000 : 6_000))),
    2,
  );
  expect(fitWords(fit, 0.05).slice(0, 4)).toEqual([
    '480,000 operations from 2026-11-28 00:00:00 to 2026-11-28 00:02:00 (UTC), counted every 1s; played 2 times as fast, at the same rates, in 1m.',
    "2 phases: a stretch of 1s is off by 0/s on average, 0 % of the mean rate of 4,000/s; none of it is chance's. That is within the bound of 5 % beyond chance.",
    'Peak: 6,000/s observed over 1s from 2026-11-28 00:01:00 on, 6,000/s fitted, 100 % of it.',
    'Counts scatter 0 times as much as those of a Poisson process: arrivals are even.',
  ]);
});
