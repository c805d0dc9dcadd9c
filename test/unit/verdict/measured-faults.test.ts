/** When a fault is measured at all, what it is measured against, and what belongs to its heal. */
import { afterAll, describe, expect, it } from 'vitest';
import type { LoadInterval } from '../../../src/model/load-interval.js';
import type { JournalEvent } from '../../../src/model/journal.js';
import { Scratch } from '../../fixtures/scratch.js';
import { answered, failed, faultEvents, type Script } from '../../fixtures/synthetic-run.js';
import { healed, healMs, killed, killMs, killPlan, KillRuns, outAt } from './kill-run.js';

const scratch = new Scratch();
const runs = new KillRuns(scratch);
afterAll(() => scratch[Symbol.dispose]());

describe('a baseline', () => {
  it('of which one payment in a hundred failed is none', async () => {
    const recovery = await runs.recoveryOf({ script: withFailures((index) => index % 100 === 0) });
    expect(recovery).toMatchObject({ baseline: null, recoveryTimeMs: null });
    expect(recovery.inconclusive).toContain('a baseline needs 99.9 %');
  });

  it('of which one payment in two thousand failed is good enough', async () => {
    const { baseline } = await runs.recoveryOf({ script: withFailures((index) => index % 2_000 === 0) });
    expect(baseline?.goodputRatio).toBeCloseTo(0.9995, 3);
  });

  it('does not reach back into an earlier fault, nor into the outage of its heal', async () => {
    const wanted = 'recovery: { baseline: 40s, sustained: 5s }';
    const [, second] = await runs.recoveriesOf({
      plan: killPlan(wanted),
      script: outAt([10_000, 12_000], [20_200, 21_000], [45_000, 46_000]),
      faults: [
        ...faultEvents({ fault: 'first', issuedMs: 10_000, verifiedMs: 10_010, healMs: 20_000, healedMs: 20_100 }),
        ...faultEvents({ fault: 'second', issuedMs: 45_000, verifiedMs: 45_010 }),
      ],
    });
    expect(second).toMatchObject({ fault: 'second', inconclusive: null });
    expect(second?.baseline).toMatchObject({ goodputRatio: 1 });
    expect(second?.baseline?.fromMs).toBeCloseTo(21_000, -1);
  });
});

describe('a fault is not measured', () => {
  it('when its effect was never observed: then it is no evidence either', async () => {
    const [injecting] = faultEvents(killed);
    const missed: JournalEvent = {
      kind: 'fault-ineffective',
      atMs: killMs + 900,
      fault: 'kill',
      reason: 'It still ran',
    };
    const record = await runs.judged({ faults: [injecting as JournalEvent, missed] });
    const [recovery] = record.recoveries;
    expect(recovery).toMatchObject({ baseline: null, recoveryTimeMs: null, unavailabilityMass: null, outages: [] });
    expect(recovery?.inconclusive).toBe('The effect of "kill" was never observed: It still ran.');
    expect(record.evidenceGrade).toMatchObject({ grade: 'none', faultEvents: 0 });
    expect(record.exitCode).toBe(121);
  });

  it('when the load generator was sick', async () => {
    const recovery = await runs.recoveryOf({ others: [secondWithStall(2_500)] });
    expect(recovery).toMatchObject({ baseline: null, recoveryTimeMs: null, outages: [] });
    expect(recovery.inconclusive).toContain('The load generator was not healthy: A load thread');
  });
});

describe('a generator that comes too late by its own fault', () => {
  it('for one arrival in a hundred is sick', async () => {
    const { instrument } = await runs.judged({ script: lateFor((index) => index % 100 === 0) });
    expect(instrument).toMatchObject({ isHealthy: false, generatorLate: 120 });
    expect(instrument.problems.join(' ')).toContain('too late for 120 of 12,000 arrivals (1 %, limit 0.1 %)');
  });

  it('for one arrival in two thousand is healthy', async () => {
    const { instrument } = await runs.judged({ script: lateFor((index) => index % 2_000 === 0) });
    expect(instrument).toMatchObject({ isHealthy: true, generatorLate: 6 });
  });
});

describe('a heal that hurts nobody costs nothing', () => {
  it.each([
    ['long before the end of the plan', healMs],
    ['so late that lasting recovery could not be seen any more', 56_000],
  ])('%s', async (_when, at) => {
    const faults = faultEvents({ ...killed, healMs: at, healedMs: at + 500 });
    const { healOutageMs } = await runs.recoveryOf({ faults });
    expect(healOutageMs).toEqual({ valueMs: 0, errorMs: 0, isCensored: false });
  });
});

it('a heal that stops payments costs until they go through again', async () => {
  const faults = faultEvents({ ...killed, ...healed });
  const { healOutageMs } = await runs.recoveryOf({ faults, script: outAt([healMs + 500, healMs + 1_500]) });
  expect(healOutageMs?.valueMs).toBeCloseTo(1_500, -1);
});

it('a fault that impaired payments and never stopped them has its first success at once', async () => {
  const script = limpingAt(killMs, killMs + 1_200);
  const { timeToFirstSuccessMs, recoveryTimeMs } = await runs.recoveryOf({ script });
  expect(timeToFirstSuccessMs).toEqual({ valueMs: 0, errorMs: 0, isCensored: false });
  expect(recoveryTimeMs?.valueMs).toBeGreaterThan(1_000);
});

it('a fault that hit several nodes has in its record when the first and when the last was hit', async () => {
  const [injecting, injected] = faultEvents(killed) as [JournalEvent, JournalEvent];
  const { injection } = await runs.recoveryOf({
    faults: [injecting, { ...injected, firstVerifiedMs: killMs + 4 } as JournalEvent],
  });
  expect(injection).toEqual({ issuedMs: killed.issuedMs, firstVerifiedMs: killMs + 4, verifiedMs: killed.verifiedMs });
  expect((await runs.recoveryOf({})).injection).not.toHaveProperty('firstVerifiedMs');
});

describe('a heal that takes long', () => {
  it('costs also by what it does late, however long payments went through since it began', async () => {
    const faults = faultEvents({ ...killed, healMs: 30_000, healedMs: 46_000 });
    const { healOutageMs, healInconclusive } = await runs.recoveryOf({ faults, script: limpingAt(42_000, 45_000) });
    expect(healOutageMs?.valueMs).toBeCloseTo(15_000, -2);
    expect(healOutageMs).toMatchObject({ isCensored: false });
    expect(healInconclusive).toBeNull();
  });

  it('costs also by what follows within the sustained time after it was done', async () => {
    const faults = faultEvents({ ...killed, healMs: 30_000, healedMs: 43_000 });
    const { healOutageMs } = await runs.recoveryOf({ faults, script: limpingAt(44_000, 45_000) });
    expect(healOutageMs?.valueMs).toBeCloseTo(15_000, -2);
  });

  it('and outlasts the load costs at least what was seen, and a run that passes says so', async () => {
    const faults = faultEvents({ ...killed, healMs: 44_000, healedMs: 61_900 });
    const record = await runs.judged({ faults, script: limpingAt(55_000, 58_000) });
    const [recovery] = record.recoveries;
    const outlasted = 'The heal outlasted the load by 1.9 s, so what it did in the end was not seen.';
    expect(recovery?.healOutageMs?.valueMs).toBeCloseTo(14_000, -2);
    expect(recovery).toMatchObject({ healOutageMs: { isCensored: true }, healInconclusive: outlasted });
    expect(record.verdict).toBe('pass');
    expect(record.reasons).toContain(`After the heal of kill: ${outlasted}`);
  });

  it.each([
    ['outlasts the load without harm', 61_900, 'The heal outlasted the load by 1.9 s, so'],
    ['is not seen to be done', undefined, 'The heal outlasted the load and was not seen to be done, so'],
    ['is done in the last moment of the load', 59_700, 'Observation ended 300 ms after the heal, too soon'],
  ])('and %s leaves open what it costs', async (_how, healedMs, why) => {
    const faults = faultEvents({ ...killed, healMs: 44_000, ...(healedMs === undefined ? {} : { healedMs }) });
    const { healOutageMs, healInconclusive } = await runs.recoveryOf({ faults });
    expect(healOutageMs).toBeNull();
    expect(healInconclusive).toContain(why);
  });
});

/** Every other payment fails for a while. */
function limpingAt(fromMs: number, toMs: number): Script {
  return (atMs, index, unit) => {
    const isBad = atMs >= fromMs && atMs < toMs && index % 2 === 0;
    return [isBad ? failed(atMs, unit) : answered(atMs, unit)];
  };
}

function withFailures(isBad: (index: number) => boolean): Script {
  return (atMs, index, unit) => [isBad(index) ? failed(atMs, unit) : answered(atMs, unit)];
}

function lateFor(isLate: (index: number) => boolean): Script {
  return (atMs, index, unit) => {
    return [isLate(index) ? { outcome: 'dropped', dropReason: 'generator-late' } : answered(atMs, unit)];
  };
}

function secondWithStall(eventLoopDelayMsMax: number): JournalEvent {
  const counts = { offered: 200, issued: 200, acknowledged: 200, aborted: 0, inDoubt: 0, declined: 0, dropped: 0 };
  const interval: LoadInterval = {
    thread: 0,
    atMs: 1_000,
    ...counts,
    inFlight: 0,
    queued: 0,
    responseTimeMsP50: 2,
    responseTimeMsP99: 5,
    scheduleLagMsP99: 2,
    scheduleLagMsMax: 2,
    eventLoopDelayMsMax,
    garbageCollectionMs: 1,
    errors: {},
  };
  return { kind: 'interval', atMs: 1_000, interval };
}
