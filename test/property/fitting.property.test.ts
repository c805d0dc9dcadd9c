/** Fitted back: counts made from a story that is known become that story again, within the bound, and a scenario that can be played as it stands. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitLog } from '../../src/fitting/fit-log.js';
import { fitWords } from '../../src/fitting/fit-words.js';
import { printScenario } from '../../src/fitting/print-scenario.js';
import { readCounts } from '../../src/fitting/read-counts.js';
import { arrivalsBetween } from '../../src/kit/arrivals-between.js';
import { peakOf } from '../../src/kit/rate-curve.js';
import { buildPlan } from '../../src/plan/build-plan.js';
import { createCatalog } from '../../src/catalog/index.js';
import { readScenarioText } from '../../src/scenario/read-scenario.js';
import { linesOf, logOf, plannedTraffic } from '../fixtures/production-log.js';

const catalog = createCatalog();
const known = catalog.operations.all.map(({ kind }) => kind);
const within = 0.05;

const rate = fc.integer({ min: 0, max: 300 });
const stories = fc
  .record({
    phases: fc.array(fc.record({ for: fc.integer({ min: 35, max: 60 }), from: rate, to: rate, isRamp: fc.boolean() }), {
      minLength: 1,
      maxLength: 4,
    }),
    arrivals: fc.constantFrom('poisson' as const, 'even' as const),
    seed: fc.nat(),
    speed: fc.constantFrom(1, 2),
  })
  .filter(({ phases }) => phases.some(({ from }) => from > 50));

test('the rate of a story is found again in its counts, its peak with it, and its phases are not many more', async () => {
  await fc.assert(
    fc.asyncProperty(stories, async ({ phases, arrivals, seed, speed }) => {
      const list = phases.map(({ for: length, from, to, isRamp }, index) => {
        return `{ name: p${index}, for: ${length}s, rate: ${from}/s${isRamp ? ` -> ${to}/s` : ''} }`;
      });
      const truth = plannedTraffic(`[${list.join(', ')}]`, arrivals, seed);
      const { counts, warnings } = await readCounts(linesOf(logOf(truth)), known);
      const fit = fitLog(counts, { speed, within });
      expect(warnings).toEqual([]);
      expect(fit.isWithin).toBe(true);
      expect(fit.arrivals).toBe(arrivals);
      expect(fit.phases.length).toBeLessThanOrEqual(2 * phases.length + 1);

      const text = printScenario(fit, { name: 'found', sentences: fitWords(fit, within), scale: 1 });
      const found = buildPlan(readScenarioText({ name: 'found.yaml', text }, { environment: {} }, catalog), catalog);
      const warmupMs = found.phases[0]?.isWarmup === true ? (found.phases[0].endMs ?? 0) : 0;
      expect(found.durationMs - warmupMs).toBeCloseTo(truth.durationMs / speed, -3);

      // Seconds around a jump belong to both sides; elsewhere the error is the bound, and what chance has moved the fit by.
      const seconds = truth.durationMs / 1_000;
      let error = 0;
      for (let second = 0; second < seconds; second += 1) {
        const [fromMs, toMs] = [second * 1_000, (second + 1) * 1_000];
        const played = arrivalsBetween(found.segments, warmupMs + fromMs / speed, warmupMs + toMs / speed) * speed;
        error += Math.abs(played - arrivalsBetween(truth.segments, fromMs, toMs)) / seconds;
      }
      const mean = truth.arrivalsExpected / seconds;
      expect(error).toBeLessThanOrEqual(within * mean + 2 * Math.sqrt(mean));

      const peak = peakOf(truth.segments).perSecond;
      const chance = arrivals === 'even' ? 0 : 4 * Math.sqrt(peak / 2);
      expect(peakOf(found.segments).perSecond).toBeGreaterThan(0.9 * peak - chance - 2);
      expect(peakOf(found.segments).perSecond).toBeLessThan(1.1 * peak + chance + 2);
    }),
    { numRuns: 20 },
  );
});
