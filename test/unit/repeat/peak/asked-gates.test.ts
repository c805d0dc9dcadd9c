/** What can be asked of a step at one rate, what cannot, and what a step plays. */
import { describe, expect, it } from 'vitest';
import { askGates } from '../../../../src/repeat/peak/asked-gates.js';
import { stepScenario } from '../../../../src/repeat/peak/step-scenario.js';
import { buildPlan } from '../../../../src/plan/build-plan.js';
import { testCatalog } from '../../../fixtures/catalog.js';
import { readText } from '../../../fixtures/scenario-text.js';

const lengths = { stepMs: 10_000, holdMs: 30_000 };
const catalog = testCatalog();

const scenarioWith = (gates: readonly string[], fault = true) =>
  readText(`name: story
target: { topology: cluster }
client: { deadline: 800ms }
traffic:
  phases:
    - { name: warmup, for: 5s, rate: 100/s }
    - { name: steady, for: 20s, rate: 200/s }
    - { name: later, for: 20s, rate: 200/s }
    - { name: spike, for: 40s, rate: 500/s }
${fault ? 'faults: [{ name: kill-b, fault: node-kill, node: jkt-b, at: spike + 5s, heal: 20s }]\n' : ''}gates:
${gates.map((gate) => `  - ${gate}\n`).join('')}`);
const asked = (...gates: readonly string[]) => askGates(buildPlan(scenarioWith(gates), catalog), lengths);
const askedQuietly = (...gates: readonly string[]) => askGates(buildPlan(scenarioWith(gates, false), catalog), lengths);
const service = 'response_time.p99 < 250ms during steady';

describe('gates that can be asked', () => {
  it('are those on the ledger as they are, and those on a measured phase, now of the step', () => {
    const { gates, leftOut } = asked('lost_payments == 0', service, 'goodput >= 99% of offered during steady');
    expect(gates).toEqual([
      'lost_payments == 0',
      'response_time.p99 < 250ms during step',
      'goodput >= 99% of offered during step',
    ]);
    expect(leftOut).toEqual([]);
  });

  it('are asked once, although two phases asked the same', () => {
    expect(asked(service, 'response_time.p99 < 250ms during later').gates).toEqual([
      'response_time.p99 < 250ms during step',
    ]);
  });

  it('keep what they do beside judging, and their tags and windows', () => {
    const long = '{ gate: "errors.rate > 90%", during: steady, for: 5s, on_breach: abort, grace: 5s, name: stop }';
    const { rules } = asked(long, service);
    expect(rules[0]).toMatchObject({ name: 'stop', onBreach: 'abort', forMs: 5_000, scope: { phase: 'step' } });
  });

  it('of the whole run stay where nothing is broken', () => {
    expect(askedQuietly('availability >= 99% during run').gates).toEqual(['availability >= 99% during run']);
  });
});

describe('gates that cannot be asked', () => {
  it.each([
    ['recovery_time < 8s after kill-b', 'it speaks of kill-b'],
    ['availability >= 85% during spike', 'in which kill-b strikes'],
    ['availability >= 85% during run', 'whole run, in which kill-b strikes'],
    ['response_time.p99 <= baseline + 10% during steady', 'before a fault'],
    ['throughput >= 100/s during steady', 'a fixed rate'],
    ['dropped < 10 during steady', 'another length'],
    ['availability >= 99% during steady for 15s', 'it needs 15s'],
  ])('%s is named with its reason', (gate, why) => {
    const { leftOut } = asked(gate, service);
    expect(leftOut).toEqual([{ gate, why: expect.stringContaining(why) as string }]);
  });

  it('are not those that forbid any drop, or any loss', () => {
    expect(asked('dropped == 0 during steady', 'lost_payments == 0').leftOut).toEqual([]);
  });
});

describe('what is assumed', () => {
  it('is availability and the deadline, where no gate is left that says how good the service must be', () => {
    const { assumed, rules } = asked('recovery_time < 8s after kill-b', 'lost_payments == 0');
    expect(assumed).toEqual(['availability >= 99.9% during step', 'response_time.p99 <= 800ms during step']);
    expect(rules.map(({ text }) => text)).toEqual(['lost_payments == 0', ...assumed]);
  });

  it('is nothing where one gate on the service is left; a warning is none', () => {
    expect(asked(service).assumed).toEqual([]);
    expect(asked(`{ gate: "${service}", on_breach: warn }`).assumed).toHaveLength(2);
  });
});

describe('a step', () => {
  const scenario = scenarioWith([service]);
  const { rules } = askGates(buildPlan(scenario, catalog), lengths);
  const played = (step: number, purpose: 'search' | 'hold') =>
    buildPlan(stepScenario(scenario, { step, purpose, ratePerSecond: 900, settings: lengths, rules }), catalog);

  it('climbs for about a third of its length and no more than five seconds, then keeps its rate, and breaks nothing', () => {
    const { phases, segments, faults } = played(3, 'search');
    expect(phases.map(({ name, startMs, endMs, isWarmup }) => [name, startMs, endMs, isWarmup])).toEqual([
      ['warmup', 0, 3_500, true],
      ['step', 3_500, 13_500, false],
    ]);
    expect(segments).toMatchObject([
      { fromPerSecond: 225, toPerSecond: 900 },
      { fromPerSecond: 900, toPerSecond: 900 },
    ]);
    expect(faults).toEqual([]);
    expect(played(3, 'hold').phases[1]).toMatchObject({ name: 'step', startMs: 5_000, endMs: 35_000 });
  });

  it('meets other customers than the step before, and the same whenever it is played', () => {
    expect(played(3, 'search').scenarioHash).toBe(played(3, 'search').scenarioHash);
    expect(played(3, 'search').scenario.seed).not.toBe(played(4, 'search').scenario.seed);
  });
});
