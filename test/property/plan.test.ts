/** What holds for every plan: the same scenario and seed give the same bytes, and shards together are the whole, each arrival once. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { accountRanges } from '../../src/kit/account-ranges.js';
import type { Plan } from '../../src/model/plan.js';
import { createArrivalStream } from '../../src/plan/arrivals.js';
import { createContents } from '../../src/plan/contents.js';
import { testCatalog } from '../fixtures/catalog.js';
import { planOf } from '../fixtures/plan.js';

const registry = testCatalog().operations;

const phase = fc.record({
  for: fc.integer({ min: 100, max: 4_000 }),
  from: fc.nat({ max: 300 }),
  to: fc.nat({ max: 300 }),
  isRamp: fc.boolean(),
});
const plans = fc
  .record({
    phases: fc
      .array(phase, { minLength: 1, maxLength: 4 })
      .filter((list) => list.some((each) => each.for * each.from > 2_000)),
    seed: fc.nat(),
    arrivals: fc.constantFrom('even', 'poisson'),
    accounts: fc.integer({ min: 2, max: 100_000 }),
    skew: fc.constantFrom('uniform', 'zipf 0.9', 'zipf 1', 'zipf 2.5'),
  })
  .map(({ phases, seed, arrivals, accounts, skew }) => {
    const list = phases.map(({ for: durationMs, from, to, isRamp }, index) => {
      return `{ name: p${index}, for: ${durationMs}ms, rate: ${from}/s${isRamp ? ` -> ${to}/s` : ''} }`;
    });
    const keys = `seed: ${seed}\nledger: { accounts: ${accounts}, skew: ${skew} }`;
    const plan = planOf({ phases: `[${list.join(', ')}]`, keys });
    return { ...plan, scenario: { ...plan.scenario, traffic: { ...plan.scenario.traffic, arrivals } } };
  });

function bytesOf(plan: Plan, shard: number, shards: number): readonly string[] {
  const stream = createArrivalStream(plan, shard, shards);
  const contents = createContents(plan, registry);
  const lines: string[] = [];
  while (stream.next())
    lines.push(JSON.stringify([stream.index, stream.intendedStartMs, contents.contentOf(stream.index)]));
  return lines;
}

test('the same plan gives the same bytes, also after it went through JSON', () => {
  fc.assert(
    fc.property(plans, (plan) => {
      expect(bytesOf(JSON.parse(JSON.stringify(plan)) as Plan, 0, 1)).toEqual(bytesOf(plan, 0, 1));
    }),
    { numRuns: 30 },
  );
});

test('the shards of a plan are the whole plan, each arrival on the shard of its index', () => {
  fc.assert(
    fc.property(plans, fc.integer({ min: 1, max: 7 }), (plan, shards) => {
      const whole = bytesOf(plan, 0, 1);
      for (let shard = 0; shard < shards; shard += 1) {
        expect(bytesOf(plan, shard, shards)).toEqual(whole.filter((_line, index) => index % shards === shard));
      }
    }),
    { numRuns: 30 },
  );
});

test('arrivals are in order, inside the plan, and as many as the rate says', () => {
  fc.assert(
    fc.property(plans, (plan) => {
      const stream = createArrivalStream(plan, 0, 1);
      let lastMs = 0;
      let count = 0;
      while (stream.next()) {
        expect(stream.index).toBe(count);
        expect(stream.intendedStartMs).toBeGreaterThanOrEqual(lastMs);
        expect(stream.intendedStartMs).toBeLessThanOrEqual(plan.durationMs);
        lastMs = stream.intendedStartMs;
        count += 1;
      }
      const isEven = plan.scenario.traffic.arrivals === 'even';
      const tolerance = isEven ? 1 : 6 * Math.sqrt(plan.arrivalsExpected) + 6;
      expect(Math.abs(count - plan.arrivalsExpected)).toBeLessThanOrEqual(tolerance);
    }),
    { numRuns: 50 },
  );
});

test('every posting sums to zero on accounts that the ledger has', () => {
  fc.assert(
    fc.property(plans, fc.array(fc.nat({ max: 2 ** 32 - 1 }), { minLength: 20, maxLength: 20 }), (plan, indexes) => {
      const { contentOf } = createContents(plan, registry);
      const last = Math.max(...accountRanges(plan.ledger).map(({ first, count }) => first + count)) - 1;
      for (const index of indexes) {
        const { content } = contentOf(index);
        if (content.kind !== 'posting') continue;
        expect(content.legs.reduce((sum, leg) => sum + leg.amount, 0)).toBe(0);
        for (const { account } of content.legs)
          expect(account >= 1 && account <= last && Number.isInteger(account)).toBe(true);
      }
    }),
    { numRuns: 50 },
  );
});
