/** A plan: phases and faults on one axis, accounts in dense ranges, a hash that names the story and not its secrets. */
import { expect, test } from 'vitest';
import { buildPlan } from '../../../src/plan/build-plan.js';
import { testCatalog } from '../../fixtures/catalog.js';
import { planOf, soundPlan } from '../../fixtures/plan.js';
import { readText } from '../../fixtures/scenario-text.js';

const hashOf = (url: string, seed: number): string => {
  const text = `name: s\nseed: ${seed}\ntarget: { topology: external, nodes: [{ url: '${url}' }] }\ntraffic: { phases: [{ name: a, for: 1s, rate: 9/s }] }\n`;
  return buildPlan(readText(text), testCatalog()).scenarioHash;
};

test('phases follow each other and faults lie on the same axis', () => {
  const plan = soundPlan();
  expect(plan.phases).toEqual([
    { name: 'warmup', startMs: 0, endMs: 5_000, isWarmup: true },
    { name: 'steady', startMs: 5_000, endMs: 25_000, isWarmup: false },
    { name: 'spike', startMs: 25_000, endMs: 65_000, isWarmup: false },
  ]);
  expect(plan.faults).toMatchObject([{ name: 'kill-b', injectAtMs: 30_000, healAtMs: 50_000 }]);
  expect(plan.durationMs).toBe(65_000);
  expect(plan.arrivalsExpected).toBe(500 + 4_000 + 1_750 + 17_500);
});

test('the segments cover the plan without a gap', () => {
  const phases =
    '[{ name: a, for: 7s, shape: midnight-spike, base: 10/s, peak: 100/s, decay: 1s }, { name: b, for: 7s, shape: pulse-train, base: 1/s, peak: 9/s, every: 2s, width: 500ms }, { name: c, for: 1s, shape: steps, rates: [1/s, 2/s, 3/s] }, { name: d, for: 1m, shape: midnight-spike, base: 1/s, peak: 9/s, decay: 1s, hold: 1s }]';
  const { segments, durationMs } = planOf({ phases });
  let endMs = 0;
  for (const segment of segments) {
    expect(segment.startMs).toBe(endMs);
    expect(segment.endMs).toBeGreaterThan(segment.startMs);
    endMs = segment.endMs;
  }
  expect(endMs).toBe(durationMs);
});

test('a spike jumps to its peak and ebbs to 37 % within its decay', () => {
  const { segments } = planOf({
    phases: '[{ name: a, for: 1m, shape: midnight-spike, base: 0/s, peak: 100/s, rise: 1s, decay: 4s }]',
  });
  const rateAt = (timeMs: number): number =>
    segments.find((segment) => segment.startMs === timeMs)?.fromPerSecond ?? Number.NaN;
  expect(rateAt(1_000)).toBe(100);
  expect(rateAt(5_000)).toBeCloseTo(100 / Math.E, 6);
});

test('accounts are numbered densely from 1, and only banks may owe', () => {
  const { customers, merchants, fees, banks } = planOf({ keys: 'ledger: { accounts: 5k }' }).ledger;
  expect(
    [customers, merchants, fees, banks].map(({ first, count, mayBeNegative }) => [first, count, mayBeNegative]),
  ).toEqual([
    [1, 5_000, false],
    [5_001, 50, false],
    [5_051, 16, false],
    [5_067, 16, true],
  ]);
  expect(planOf({ keys: 'ledger: { accounts: 10 }' }).ledger.merchants.count).toBe(10);
});

test('a plan survives JSON and is frozen', () => {
  const plan = soundPlan();
  expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  expect(Object.isFrozen(plan) && Object.isFrozen(plan.segments[0])).toBe(true);
});

test('the hash changes with the story, and not with the password', () => {
  expect(hashOf('mysql://u:one@h:1', 1)).toBe(hashOf('mysql://u:two@h:1', 1));
  expect(hashOf('mysql://u:one@h:1', 1)).not.toBe(hashOf('mysql://u:one@h:1', 2));
  expect(hashOf('mysql://u:one@h:1', 1)).not.toBe(hashOf('mysql://u:one@h:2', 1));
});
