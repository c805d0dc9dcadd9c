/** What a search says of its target holds for every target: one with a capacity, one that is moody, and one that outlasts the generator. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PeakSettings, PeakStep } from '../../src/model/peak.js';
import { longestSearch } from '../../src/repeat/peak/search-length.js';
import { nextMove, type PeakMove } from '../../src/repeat/peak/search-peak.js';
import { collapsing, failing, playAgainst, settings, sickening, type Target } from '../fixtures/search.js';

const ratesMax = 100_000;

const anySettings: fc.Arbitrary<PeakSettings> = fc
  .record({
    from: fc.double({ min: 1, max: 5_000, noNaN: true }),
    factor: fc.double({ min: 1, max: 1_000, noNaN: true }),
    within: fc.double({ min: 0.01, max: 0.5, noNaN: true }),
    holds: fc.integer({ min: 1, max: 5 }),
  })
  .map(({ from, factor, within, holds }) => ({
    ...settings,
    fromPerSecond: from,
    upToPerSecond: Math.min(ratesMax, from * factor),
    withinRatio: within,
    holds,
  }));

function endOf(chosen: PeakSettings, steps: readonly PeakStep[]): Extract<PeakMove, { readonly kind: 'end' }> {
  const move = nextMove(chosen, steps);
  if (move.kind !== 'end') throw new Error('The search has not ended.');
  return move;
}

function expectBounded(chosen: PeakSettings, steps: readonly PeakStep[]): void {
  const bound = longestSearch(chosen);
  expect(steps.filter(({ purpose }) => purpose === 'search').length).toBeLessThanOrEqual(bound.steps);
  expect(steps.filter(({ purpose }) => purpose === 'hold').length).toBeLessThanOrEqual(bound.holds);
  for (const { ratePerSecond } of steps) {
    expect(ratePerSecond).toBeGreaterThanOrEqual(chosen.fromPerSecond);
    expect(ratePerSecond).toBeLessThanOrEqual(chosen.upToPerSecond);
  }
}

const withCapacity = (capacity: number, beyond: Partial<PeakStep>): Target => {
  return (ratePerSecond) => (ratePerSecond <= capacity ? {} : beyond);
};

/** Within the rates that are tried, a little below and a little above included. */
const settingsAndCapacity = anySettings.chain((chosen) =>
  fc.double({ min: 0, max: 1, noNaN: true }).map((share) => ({
    chosen,
    capacity: chosen.fromPerSecond * (chosen.upToPerSecond / chosen.fromPerSecond) ** share,
  })),
);

test.each([
  ['fails by little', failing],
  ['collapses', collapsing],
])('a target that %s beyond its capacity has a peak within the tolerance below it, and never above', (_how, beyond) => {
  fc.assert(
    fc.property(settingsAndCapacity, ({ chosen, capacity }) => {
      const steps = playAgainst(withCapacity(capacity, beyond), chosen);
      const { end, heldPerSecond } = endOf(chosen, steps);
      expectBounded(chosen, steps);
      expect(heldPerSecond).not.toBeNull();
      expect(heldPerSecond).toBeLessThanOrEqual(capacity);
      if (end === 'up-to') expect(heldPerSecond).toBe(chosen.upToPerSecond);
      else {
        expect(end).toBe('peak');
        expect(heldPerSecond).toBeGreaterThanOrEqual(capacity / (1 + chosen.withinRatio) - 1e-9);
      }
    }),
  );
});

test('a target that bears less than the first rate has no peak, and is said to fail', () => {
  fc.assert(
    fc.property(anySettings, (chosen) => {
      const steps = playAgainst(withCapacity(chosen.fromPerSecond * 0.99, failing), chosen);
      expect(endOf(chosen, steps)).toEqual({ kind: 'end', end: 'below', heldPerSecond: null });
      expect(steps).toHaveLength(2);
    }),
  );
});

const anyOutcome = fc.constantFrom<Partial<PeakStep>>({}, {}, failing, collapsing, sickening, {
  ...sickening,
  isGeneratorLimit: false,
});

test('a moody target never gets a rate whose holds did not all pass, and its search always ends', () => {
  fc.assert(
    fc.property(anySettings, fc.infiniteStream(anyOutcome), (chosen, moods) => {
      const steps = playAgainst(() => moods.next().value ?? {}, chosen);
      const { end, heldPerSecond } = endOf(chosen, steps);
      expectBounded(chosen, steps);
      const own = steps.filter((step) => step.purpose === 'hold' && step.ratePerSecond === heldPerSecond);
      if (heldPerSecond === null) expect(['below', 'unmeasured']).toContain(end);
      else {
        expect(own.filter(({ outcome }) => outcome === 'passed')).toHaveLength(chosen.holds);
        expect(own.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
        const above = steps.filter((step) => step.outcome !== 'passed' && step.ratePerSecond > heldPerSecond);
        const lowest = Math.min(...above.map(({ ratePerSecond }) => ratePerSecond));
        if (end !== 'up-to') expect(lowest).toBeLessThanOrEqual(heldPerSecond * (1 + chosen.withinRatio) + 1e-9);
      }
    }),
    { numRuns: 500 },
  );
});

test('a generator that gives in before the target ends the search as a lower bound, whatever its limit is', () => {
  fc.assert(
    fc.property(settingsAndCapacity, ({ chosen, capacity }) => {
      const steps = playAgainst(withCapacity(capacity, sickening), chosen);
      const { end, heldPerSecond } = endOf(chosen, steps);
      expectBounded(chosen, steps);
      expect(heldPerSecond).toBeLessThanOrEqual(capacity);
      expect(end).toBe(heldPerSecond === chosen.upToPerSecond ? 'up-to' : 'generator');
    }),
  );
});

test('a target that fails below the limit of the generator has a peak all the same', () => {
  fc.assert(
    fc.property(settingsAndCapacity, fc.double({ min: 1.5, max: 10, noNaN: true }), ({ chosen, capacity }, factor) => {
      const target: Target = (rate) => (rate <= capacity ? {} : rate <= capacity * factor ? failing : sickening);
      const { end } = endOf(chosen, playAgainst(target, { ...chosen, upToPerSecond: ratesMax }));
      expect(['peak', 'up-to']).toContain(end);
    }),
  );
});
