/** What holds for every literal and text: printing and reading are inverse, and nothing that is typed makes the reader fall over. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDuration, printDuration } from '../../src/kit/duration.js';
import { parseSize, printSize } from '../../src/kit/quantity.js';
import { parseRate, printRate } from '../../src/kit/rate-literal.js';
import { parseMoment, printMoment } from '../../src/kit/word-literal.js';
import { ScenarioProblems } from '../../src/scenario/problem.js';
import { durationMs, nameText } from '../fixtures/gates.js';
import { readText, soundScenario } from '../fixtures/scenario-text.js';

const isPlain = (value: number): boolean => !String(value).includes('e');

test('a duration that is printed reads back as the same duration', () => {
  fc.assert(
    fc.property(durationMs, (value) => {
      expect(parseDuration(printDuration(value))).toEqual({ ok: true, value });
    }),
  );
});

test('a count that is printed reads back as the same count', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), (value) => {
      expect(parseSize(printSize(value))).toEqual({ ok: true, value });
    }),
  );
});

test('a rate that is printed reads back as the same rate', () => {
  const perSecond = fc.oneof(
    fc.nat({ max: 100_000 }),
    fc.nat({ max: 100_000 }).map((count) => count / 60),
  );
  fc.assert(
    fc.property(perSecond.filter(isPlain), (value) => {
      const result = parseRate(printRate(value));
      expect(result.ok && Math.abs(result.value - value) <= 1e-14 * value).toBe(true);
    }),
  );
});

test('a moment that is printed reads back as the same moment', () => {
  const moment = fc.record({ phase: fc.option(nameText.filter((name) => name !== 'start')), offsetMs: durationMs });
  fc.assert(
    fc.property(moment, (value) => {
      expect(parseMoment(printMoment(value))).toEqual({ ok: true, value });
    }),
  );
});

test('whatever is typed into a scenario ends in a scenario or in problems with a position', () => {
  const damage = fc.tuple(fc.nat({ max: soundScenario.length }), fc.nat({ max: 12 }), fc.string({ maxLength: 6 }));
  fc.assert(
    fc.property(damage, ([at, removed, inserted]) => {
      const text = soundScenario.slice(0, at) + inserted + soundScenario.slice(at + removed);
      try {
        readText(text);
      } catch (thrown) {
        if (!(thrown instanceof ScenarioProblems)) throw thrown;
        const lines = text.split('\n').length;
        for (const problem of thrown.problems) {
          expect(problem.line).toBeGreaterThanOrEqual(1);
          expect(problem.line).toBeLessThanOrEqual(lines);
          expect(problem.column).toBeGreaterThanOrEqual(1);
        }
      }
    }),
    { numRuns: 300 },
  );
});
