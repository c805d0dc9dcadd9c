/** The error of an outage's length is that of its arrivals, of a brownout's that of its windows, of the missing payments that of chance. */
import { afterAll, describe, expect, it } from 'vitest';
import { createGoodput } from '../../../src/verdict/recovery/goodput.js';
import { missingService } from '../../../src/verdict/recovery/unavailability.js';
import { Scratch } from '../../fixtures/scratch.js';
import { answered, failed, faultEvents, type Script } from '../../fixtures/synthetic-run.js';
import { healMs, healed, killed, killMs, KillRuns } from './kill-run.js';

const scratch = new Scratch();
const runs = new KillRuns(scratch);
afterAll(() => scratch[Symbol.dispose]());

/** Out for two seconds, then every tenth fails for four; after the heal out for one more. */
const stumbling: Script = (atMs, index, unit) => {
  const isOut = (atMs >= killMs && atMs < killMs + 2_000) || (atMs >= healMs + 100 && atMs < healMs + 1_100);
  const isBrown = atMs >= killMs + 2_000 && atMs < killMs + 6_000 && index % 10 === 0;
  return [isOut || isBrown ? failed(atMs, unit) : answered(atMs, unit)];
};

it('the length of an outage is known to an arrival, that of a brownout to a window', async () => {
  const recovery = await runs.recoveryOf({ script: stumbling, faults: faultEvents({ ...killed, ...healed }) });
  expect(recovery.outages).toHaveLength(1);
  expect(recovery.outages[0]?.errorMs).toBeCloseTo(5, 0);
  expect(recovery.healOutages[0]?.errorMs).toBeCloseTo(5, 0);
  expect(recovery.brownouts[0]?.errorMs).toBeCloseTo(1_000, -1);
});

describe('the payments that are missing', () => {
  const count = 10_000;
  const times = Float64Array.from({ length: count }, (_each, index) => index * 5);
  const isGood = Uint8Array.from(times, (atMs) => (atMs < 10_000 ? 0 : 1));
  const goodput = createGoodput({ count, intendedStartMs: times, isGood });
  const range = { fromMs: 0, toMs: 20_000 };

  it('are known exactly against a baseline in which none failed', () => {
    expect(missingService(goodput, range, 1)).toMatchObject({
      arrivals: 2_000,
      arrivalsError: 0,
      fullOutageMsError: 0,
    });
  });

  it('are known as well as chance allows against one in which some failed', () => {
    const { arrivals, arrivalsError, fullOutageMs, fullOutageMsError } = missingService(goodput, range, 0.99);
    expect(arrivals).toBeCloseTo(1_980, 6);
    // 1.96 · √(2,000 · 0.99 · 0.01)
    expect(arrivalsError).toBeCloseTo(8.72, 2);
    expect(fullOutageMsError / fullOutageMs).toBeCloseTo(arrivalsError / arrivals, 9);
  });
});
