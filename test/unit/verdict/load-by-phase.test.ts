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
  expect(atEase).toMatchObject({ scheduleLagMsP99: 1, clientBusyRatio: 0.42, strain: null });
  const [, busy] = await loadsOf({ busyAbovePerSecond: 100 });
  expect(busy).toMatchObject({ clientBusyRatio: 0.995 });
});

it('a second in which a load thread was saturated is kept apart from what nobody had to suffer by it', async () => {
  const [, step] = await loadsOf({ strainedAbovePerSecond: 100 });
  expect(step!.clientBusyRatio).toBeLessThan(0.6);
  expect(step!.responseTimeMsP99!.valueMs).toBeGreaterThan(300);
  const { busyRatioMax, apartFrom } = step!.strain!;
  expect(busyRatioMax).toBe(0.995);
  // The phase lasts from 2 s to 6 s; the second ends at 3 s, and what it may have left behind a deadline of 900 ms later.
  expect(apartFrom).toMatchObject({ arrivals: 420, good: 420 });
  expect(apartFrom!.responseTimeMs.max).toBeLessThan(6.1);
});

it('a phase whose load thread was saturated all the time has nothing apart from that', async () => {
  const [, step] = await loadsOf({ busyAbovePerSecond: 100 });
  expect(step!.strain).toEqual({ busyRatioMax: 0.995, apartFrom: null });
});

it('what a thread did before its first second makes no second of it a saturated one', async () => {
  const [warmup] = await loadsOf({ firstBusyMs: 4_086 });
  expect(warmup!.strain).toBeNull();
});

it('how long arrivals waited for a connection is told apart from how long they were served', async () => {
  const [, alone] = await loadsOf({});
  expect(alone).toMatchObject({ lateByWaiting: 0 });
  expect(alone!.connectionWaitMs!.max).toBeLessThan(1);
  // Half a second more of waiting with each second of the phase: the last 2.2 s of it wait for longer than the deadline.
  const [, queued] = await loadsOf({ poolPerSecond: 133.333 });
  expect(queued!.serviceTimeMsP50).toBeLessThan(6.1);
  expect(queued!.connectionWaitMs!.p50).toBeCloseTo(1_000, -2);
  expect(queued!.connectionWaitMs!.max).toBeCloseTo(2_000, -2);
  expect(queued!.dropped).toEqual({});
  expect(queued!.lateByWaiting).toBe(queued!.arrivals - queued!.good);
  expect(queued!.lateByWaiting).toBeGreaterThan(400);
});
