/** What holds for every literal, gate and text: printing and reading are inverse, and nothing that is typed makes the reader fall over. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDuration, printDuration } from '../../src/kit/duration.js';
import { parseSize, printSize } from '../../src/kit/quantity.js';
import { parseRate, printRate } from '../../src/kit/rate-literal.js';
import { parseMoment, printMoment } from '../../src/kit/word-literal.js';
import { comparators, type Gate, type GateLimit, type GateUnit } from '../../src/model/gate.js';
import { metrics, unitOf, type Metric } from '../../src/model/metric.js';
import { anomalyKinds } from '../../src/model/anomaly.js';
import { dropReasons, errorClasses } from '../../src/model/outcome.js';
import { ScenarioProblems } from '../../src/scenario/problem.js';
import { parseGate } from '../../src/scenario/gates/parse-gate.js';
import { printGate } from '../../src/scenario/gates/print-gate.js';
import { readText, soundScenario } from '../fixtures/scenario-text.js';

const nameText = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/u).filter((name) => name !== 'run');
const durationMs = fc.oneof(
  fc.nat({ max: 86_400_000 }),
  fc.nat({ max: 9_999_999 }).map((thousandths) => thousandths / 1000),
);
const percent = fc.nat({ max: 100_000 }).map((thousandths) => thousandths / 1000);

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

function valueOf(unit: GateUnit): fc.Arbitrary<number> {
  if (unit === 'ms') return durationMs;
  return unit === 'percent' ? percent : fc.nat({ max: 1_000_000 });
}

function limitOf(metric: Metric, unit: GateUnit): fc.Arbitrary<GateLimit> {
  const value = valueOf(unit).map((amount): GateLimit => ({ kind: 'value', value: amount, unit }));
  const offered = percent.map((amount): GateLimit => ({ kind: 'share-of-offered', percent: amount }));
  const floor = fc.option(valueOf(unit).map((amount) => ({ value: amount, unit })));
  const baseline = fc
    .tuple(percent, floor)
    .map(([plusPercent, least]): GateLimit => ({ kind: 'baseline', plusPercent, floor: least }));
  const stored = fc.tuple(nameText, percent, floor).map(([name, allowedPercent, least]): GateLimit => ({
    kind: 'stored-baseline',
    baseline: name,
    allowedPercent,
    floor: least,
    held: null,
  }));
  const canUseStored = metric.relativeTo.includes('stored-baseline') && unit === metric.unit;
  const canUseBaseline = metric.relativeTo.includes('baseline') && unit === metric.unit;
  return fc.oneof(
    value,
    ...(metric.relativeTo.includes('offered') ? [offered] : []),
    ...(canUseBaseline ? [baseline] : []),
    ...(canUseStored ? [stored] : []),
  );
}

function aggregateOf(metric: Metric): fc.Arbitrary<string | null> {
  if (metric.aggregates.length === 0) return fc.constant(null);
  return fc.constantFrom(...metric.aggregates).chain((each): fc.Arbitrary<string> => {
    return each === 'percentile' ? percent.map((value) => `p${value}`) : fc.constant(each);
  });
}

function tagsOf(metric: Metric): fc.Arbitrary<Readonly<Record<string, string>>> {
  const known: Readonly<Record<string, readonly string[]>> = {
    class: errorClasses,
    reason: dropReasons,
    kind: anomalyKinds.map(({ name }) => name),
  };
  const entries = metric.tags.map((tag) => {
    const values = known[tag];
    return [tag, values === undefined ? nameText : fc.constantFrom(...values)] as const;
  });
  return fc.record(Object.fromEntries(entries), { requiredKeys: [] }).map((tags) => {
    return Object.fromEntries(Object.entries(tags).sort(([left], [right]) => (left < right ? -1 : 1))) as Record<
      string,
      string
    >;
  });
}

const gates: fc.Arbitrary<Gate> = fc.constantFrom(...metrics).chain((metric) =>
  aggregateOf(metric).chain((aggregate) => {
    const unit = unitOf(metric, aggregate);
    const scope = fc.oneof(
      fc.constant({ kind: 'run' as const }),
      nameText.map((phase) => ({ kind: 'during' as const, phase })),
      nameText.map((fault) => ({ kind: 'after' as const, fault })),
    );
    const window = fc.option(
      fc.tuple(
        fc.constantFrom('within', 'for'),
        durationMs.filter((value) => value > 0),
      ),
    );
    return fc
      .tuple(tagsOf(metric), fc.constantFrom(...comparators), limitOf(metric, unit), scope, window)
      .map(([tags, comparator, limit, chosenScope, chosenWindow]): Gate => ({
        text: '',
        name: null,
        metric: metric.name,
        aggregate,
        tags,
        comparator:
          limit.kind === 'baseline' || (limit.kind === 'stored-baseline' && comparator === '==') ? '<=' : comparator,
        limit,
        scope: chosenScope,
        withinMs: chosenWindow?.[0] === 'within' ? chosenWindow[1] : null,
        forMs: chosenWindow?.[0] === 'for' ? chosenWindow[1] : null,
        onBreach: 'fail',
        graceMs: 0,
      }));
  }),
);

test('a gate that is printed reads back as the same gate', () => {
  fc.assert(
    fc.property(gates, (gate) => {
      const text = printGate(gate);
      expect(parseGate(text)).toMatchObject({ ok: true, gate: { ...gate, text } });
    }),
    { numRuns: 500 },
  );
});

test('whatever is written as a gate is understood or blamed on a part of it', () => {
  const words = fc.constantFrom(
    'recovery_time',
    'errors.rate',
    '{class=',
    '}',
    '<',
    '<=',
    '8s',
    '95%',
    'of offered',
    'baseline',
    '+',
    'floor',
    'during',
    'after',
    'x',
    'for',
    '',
  );
  const text = fc.oneof(
    fc.string(),
    fc.array(words, { maxLength: 8 }).map((parts) => parts.join(' ')),
  );
  fc.assert(
    fc.property(text, (gate) => {
      const result = parseGate(gate);
      if (result.ok) return;
      expect(result.problems).not.toEqual([]);
      for (const { offset, message } of result.problems) {
        expect(offset).toBeGreaterThanOrEqual(0);
        expect(offset).toBeLessThanOrEqual(gate.length);
        expect(message).toMatch(/[.!?]$/u);
      }
    }),
    { numRuns: 500 },
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
