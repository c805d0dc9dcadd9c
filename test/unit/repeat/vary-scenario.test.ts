/** How a repetition differs from its scenario, and in what it never does. */
import { describe, expect, it } from 'vitest';
import type { FaultSettings, Scenario } from '../../../src/model/scenario.js';
import { buildPlan } from '../../../src/plan/build-plan.js';
import { describeStudy, describeVariation } from '../../../src/repeat/describe-study.js';
import { latestScenario, varyScenario, type Varied } from '../../../src/repeat/vary-scenario.js';
import { rotationOf } from '../../../src/repeat/victims.js';
import { testCatalog } from '../../fixtures/catalog.js';
import { readText, soundScenario } from '../../fixtures/scenario-text.js';

const catalog = testCatalog();
const base = readText(soundScenario);
const nodes = catalog.topologies.get('cluster').nodes(base.target.settings);
const vary = (repetition: number, scenario: Scenario = base, phaseWindowMs = 1_000): Varied =>
  varyScenario(scenario, { repetition, phaseWindowMs, catalog });
const numbers = Array.from({ length: 30 }, (_unused, index) => index + 1);
const withFaults = (...faults: readonly Partial<FaultSettings>[]): Scenario => ({
  ...base,
  faults: faults.map((fault, index) => ({ ...base.faults[0]!, name: `fault-${index}`, ...fault })),
});
const aimsOf = ({ scenario }: Varied): readonly unknown[] => scenario.faults.map((fault) => fault.settings);

describe('a repetition', () => {
  it('is the same whenever it is asked for, in any order', () => {
    const forwards = numbers.map((repetition) => vary(repetition));
    const backwards = numbers.toReversed().map((repetition) => vary(repetition));
    expect(backwards.toReversed()).toEqual(forwards);
  });

  it('is another one for another seed', () => {
    const other = { ...base, seed: base.seed + 1 };
    expect(vary(1, other).variation.phaseShiftMs).not.toBe(vary(1).variation.phaseShiftMs);
    expect(vary(1, other).variation.seed).not.toBe(vary(1).variation.seed);
  });

  it('drives a load of its own', () => {
    const seeds = numbers.map((repetition) => vary(repetition).scenario.seed);
    expect(new Set([...seeds, base.seed]).size).toBe(numbers.length + 1);
    expect(seeds.every((seed) => Number.isSafeInteger(seed) && seed >= 0)).toBe(true);
  });

  it('changes nothing but seed, moment and victim', () => {
    const { scenario } = vary(4);
    const restored = { ...scenario, seed: base.seed, faults: base.faults };
    expect(restored).toEqual(base);
    expect(scenario.faults[0]).toMatchObject({ name: 'kill-b', kind: 'node-kill', healAfterMs: 20_000 });
  });

  it('strikes later than the scenario by less than the window, never earlier', () => {
    const plannedMs = buildPlan(base, catalog).faults[0]!.injectAtMs;
    for (const repetition of numbers) {
      const { scenario, variation } = vary(repetition);
      const laterMs = buildPlan(scenario, catalog).faults[0]!.injectAtMs - plannedMs;
      expect(laterMs).toBeCloseTo(variation.phaseShiftMs, 6);
      expect(laterMs).toBeGreaterThanOrEqual(0);
      expect(laterMs).toBeLessThan(1_000);
    }
  });

  it('leaves the moment alone where the window is nothing', () => {
    expect(numbers.map((repetition) => vary(repetition, base, 0).variation.phaseShiftMs)).toEqual(numbers.map(() => 0));
  });
});

describe('victims', () => {
  it('named by node take turns: each is hit once in three', () => {
    const hit = numbers.map((repetition) => aimsOf(vary(repetition))[0]);
    for (const { name } of nodes) expect(hit.filter((aim) => (aim as { node: string }).node === name)).toHaveLength(10);
  });

  it('named by zone take turns among the zones', () => {
    const scenario = withFaults({ settings: { zone: 'b' } });
    const hit = [1, 2, 3].map((repetition) => vary(repetition, scenario).variation.victims[0]);
    expect(hit.map((victim) => victim?.by)).toEqual(['zone', 'zone', 'zone']);
    expect(new Set(hit.map((victim) => victim?.aim))).toEqual(new Set(['a', 'b', 'c']));
  });

  it('in a role stay, because the role is the point', () => {
    const scenario = withFaults({ settings: { role: 'primary' } });
    expect(numbers.every((repetition) => 'role' in (aimsOf(vary(repetition, scenario))[0] as object))).toBe(true);
    expect(vary(1, scenario).variation.victims[0]?.by).toBe('as-written');
  });

  it('of faults on one node stay together, and those on others apart', () => {
    const scenario = withFaults(
      { settings: { node: 'jkt-a' } },
      { settings: { node: 'jkt-a' } },
      { settings: { node: 'cloud' } },
    );
    for (const repetition of numbers) {
      const [one, same, other] = vary(repetition, scenario).variation.victims.map((victim) => victim.aim);
      expect(same).toBe(one);
      expect(other).not.toBe(one);
    }
  });

  it('of a planned operation is no victim: it stays, and the faults beside it take turns without it', () => {
    const scenario = withFaults({ settings: { zone: 'c' } }, { kind: 'grow', settings: { node: 'jkt-a' } });
    const aims = numbers.map((repetition) => aimsOf(vary(repetition, scenario)));
    expect(new Set(aims.map(([fault]) => JSON.stringify(fault))).size).toBe(3);
    expect(aims.every(([, operation]) => (operation as { node: string }).node === 'jkt-a')).toBe(true);
  });

  it('named by nodes and by zones at once stay, because one could move onto the other', () => {
    const scenario = withFaults({ settings: { node: 'jkt-a' } }, { settings: { zone: 'c' } });
    expect(rotationOf(scenario.faults, nodes, catalog.faults)).toEqual([]);
    expect(aimsOf(vary(2, scenario))).toEqual([{ node: 'jkt-a' }, { zone: 'c' }]);
  });
});

describe('the plan of a study', () => {
  const variations = [1, 2].map((repetition) => vary(repetition).variation);
  const shape = { variations, phaseWindowMs: 1_000, rotation: nodes.map((node) => node.name), spare: 1 };

  it('tells whom each repetition hits, when, and with which seed', () => {
    const { seed, phaseShiftMs, victims } = variations[0]!;
    const line = describeVariation(variations[0]!);
    expect(line).toContain(`Repetition 1: kill-b at node ${victims[0]!.aim}, `);
    expect(line).toContain(`later than in the scenario; seed ${seed}.`);
    expect(phaseShiftMs).toBeGreaterThan(0);
    expect(describeStudy(shape)).toContain('jkt-a, jkt-b, cloud take turns as victims, whatever a fault is called.');
  });

  it('says where victims stay and where nothing stands in', () => {
    const text = describeStudy({ ...shape, rotation: ['db'], spare: 0 });
    expect(text).toContain('victims stay as the scenario has them.');
    expect(text).toContain('None stands in for inconclusive ones');
  });

  it('knows the latest that faults may come', () => {
    expect(latestScenario(base, 1_000).faults[0]!.at.offsetMs).toBe(base.faults[0]!.at.offsetMs + 1_000);
  });
});
