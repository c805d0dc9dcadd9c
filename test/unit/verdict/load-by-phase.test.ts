/** What each phase came to by itself, and how busy the generator was meanwhile. */
import { afterAll, expect, it } from 'vitest';
import type { PhaseLoad } from '../../../src/model/phase-load.js';
import { judge } from '../../../src/verdict/judge.js';
import { planOf } from '../../fixtures/plan.js';
import { pretendStep, type PretendedStep } from '../../fixtures/pretended-steps.js';
import { Scratch } from '../../fixtures/scratch.js';
import { judgingCatalog } from '../../fixtures/synthetic-run.js';

const scratch = new Scratch();
afterAll(() => scratch[Symbol.dispose]());
const plan = planOf({
  phases: '[{ name: warmup, for: 2s, rate: 50/s, warmup: true }, { name: step, for: 4s, rate: 200/s }]',
  keys: 'client: { threads: 1, deadline: 900ms }',
});
let runs = 0;

async function loadsOf(pretended: PretendedStep): Promise<readonly PhaseLoad[]> {
  const directory = scratch.path(`run-${(runs += 1)}`);
  pretendStep(plan, directory, pretended);
  return (await judge({ directory, catalog: judgingCatalog() })).phaseLoads;
}

it('each phase is counted and timed by itself', async () => {
  const [warmup, step] = await loadsOf({});
  expect(warmup).toMatchObject({ phase: 'warmup', observedMs: 2_000, arrivals: 100, good: 100 });
  expect(step).toMatchObject({ phase: 'step', observedMs: 4_000, arrivals: 800, good: 800, dropped: {} });
  const { responseTimeMsP50, responseTimeMsP99 } = step!;
  expect(responseTimeMsP50!.valueMs).toBeGreaterThan(2);
  expect(responseTimeMsP99!.valueMs).toBeLessThan(6.1);
  expect(responseTimeMsP99!.isAtLeast).toBe(false);
});

it('who got no answer waited for the deadline at least, and a percentile that rests on one says so', async () => {
  const [, step] = await loadsOf({ capacityPerSecond: 100 });
  expect(step).toMatchObject({ arrivals: 800, good: 400, responseTimeMsP99: { valueMs: 900, isAtLeast: true } });
  expect(step!.responseTimeMsP50).toMatchObject({ isAtLeast: false });
  expect(step!.dropped['deadline-passed']).toBeGreaterThan(350);
});

it('the generator is told by its lag and by how busy it was', async () => {
  const [, atEase] = await loadsOf({});
  expect(atEase).toMatchObject({ scheduleLagMsP99: 1, clientBusyRatio: 0.42 });
  const [, busy] = await loadsOf({ busyAbovePerSecond: 100 });
  expect(busy).toMatchObject({ clientBusyRatio: 0.995 });
});
