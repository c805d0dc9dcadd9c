/** An operation that was planned: timed from its begin, without a heal where it stays, and with the shares of the payments before and after it. */
import { afterAll, expect, it } from 'vitest';
import type { FaultRecovery } from '../../../src/model/recovery.js';
import { Scratch } from '../../fixtures/scratch.js';
import { answered, failed, faultEvents, type FaultTimes, type Script } from '../../fixtures/synthetic-run.js';
import { killMs, KillRuns, outAt } from './kill-run.js';

const scratch = new Scratch();
const runs = new KillRuns(scratch);
afterAll(() => scratch[Symbol.dispose]());

/** It took four seconds. */
const doneMs = killMs + 4_000;
const operation = { fault: 'kill', issuedMs: killMs, verifiedMs: doneMs } as const;

/** Two nodes take turns; from the end of the operation on, a third takes every third payment. */
const joined: Script = (atMs, index, unit) => {
  const node = atMs >= doneMs ? index % 3 : index % 2;
  return [{ ...answered(atMs, unit), node }];
};

/** Every other payment fails for three seconds, long after the begin. */
const limping: Script = (atMs, index, unit) => {
  const isBad = atMs >= killMs + 20_000 && atMs < killMs + 23_000 && index % 2 === 0;
  return [isBad ? failed(atMs, unit) : answered(atMs, unit)];
};

it('is counted from its begin, to the millisecond, however long it took', async () => {
  const { recoveryTimeMs, planned } = await measured({ planned: 'stays' }, outAt([killMs + 1_000, killMs + 2_000]));
  expect(recoveryTimeMs?.valueMs).toBeGreaterThan(1_950);
  expect(recoveryTimeMs?.valueMs).toBeLessThan(2_050);
  expect(recoveryTimeMs?.errorMs).toBeLessThan(100);
  expect(planned).toMatchObject({ stays: true, tookMs: { valueMs: 4_000, errorMs: 0 } });
});

it('that hurts only when its effect comes is recovered from after that, not before', async () => {
  const late = { planned: 'stays', verifiedMs: killMs + 24_000 } as const;
  const { recoveryTimeMs } = await measured(late, outAt([killMs + 20_000, killMs + 21_000]));
  expect(recoveryTimeMs?.valueMs).toBeCloseTo(21_000, -2);
  expect((await measured(late, limping)).recoveryTimeMs?.valueMs).toBeCloseTo(23_000, -2);
});

it('has no heal when it stays, whatever ended its lease', async () => {
  const ended = { healMs: doneMs, healedMs: doneMs + 5 };
  const stays = await measured({ planned: 'stays', ...ended }, joined);
  expect(stays).toMatchObject({ heal: null, healOutageMs: null, recoveryTimeMs: { valueMs: 0, isCensored: false } });
  const undone = await measured({ planned: 'undone', ...ended }, joined);
  expect(undone.heal).toEqual({ startedMs: doneMs, verifiedMs: doneMs + 5 });
  expect(undone.planned?.stays).toBe(false);
});

it('tells which node served how much before and after it, and when a new one answered first', async () => {
  const { planned } = await measured({ planned: 'stays' }, joined);
  const [first, second, third] = planned?.served ?? [];
  expect(first).toMatchObject({ node: 'jkt-a', firstAnswerMs: null });
  expect(second?.beforeRatio).toBeCloseTo(0.5, 2);
  expect(second?.afterRatio).toBeCloseTo(1 / 3, 2);
  expect(third).toMatchObject({ node: 'cloud', beforeRatio: 0 });
  expect(third?.afterRatio).toBeCloseTo(1 / 3, 2);
  expect(third?.firstAnswerMs?.valueMs).toBeGreaterThanOrEqual(4_000);
  expect(third?.firstAnswerMs?.valueMs).toBeLessThan(4_100);
});

it('is no fault: what went wrong by itself tells nothing of the kind', async () => {
  expect((await measured({}, joined)).planned).toBeUndefined();
});

function measured(times: Partial<FaultTimes>, script: Script): Promise<FaultRecovery> {
  return runs.recoveryOf({ faults: faultEvents({ ...operation, ...times }), script });
}
