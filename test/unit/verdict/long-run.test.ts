/** A run of many hours with many threads has more seconds of load than a function takes arguments. */
import { afterAll, expect, it } from 'vitest';
import { gatherEvidence } from '../../../src/verdict/gather-evidence.js';
import { loadByPhase } from '../../../src/verdict/load-by-phase.js';
import { measureRun } from '../../../src/verdict/measures/measure-run.js';
import { loadIntervalOf } from '../../fixtures/load-interval.js';
import { planOf } from '../../fixtures/plan.js';
import { pretendStep } from '../../fixtures/pretended-steps.js';
import { Scratch } from '../../fixtures/scratch.js';
import { judgingCatalog } from '../../fixtures/synthetic-run.js';

const scratch = new Scratch();
afterAll(() => scratch[Symbol.dispose]());

it('is measured and summed up by phase as a short one is', () => {
  const directory = scratch.path('run');
  pretendStep(planOf({ phases: '[{ name: only, for: 4s, rate: 50/s }]' }), directory);
  const gathered = gatherEvidence(directory, judgingCatalog());
  const intervals = Array.from({ length: 200_000 }, (_each, index) => ({
    ...loadIntervalOf(index % 8, 2_000),
    scheduleLagMsP99: index % 100,
    busyMs: 995,
  }));
  const long = { ...gathered, facts: { ...gathered.facts, intervals } };
  expect(measureRun(long).scheduleLag).toEqual({ typicalMs: 49.5, worstMs: 99 });
  expect(loadByPhase(long)).toMatchObject([{ phase: 'only', scheduleLagMsP99: 99, strain: { busyRatioMax: 0.995 } }]);
});
