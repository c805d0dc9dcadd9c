/** Brownouts and the steady state on columns whose answer is known by hand: 200 arrivals a second for a minute. */
import { describe, expect, it } from 'vitest';
import type { ArrivalTable } from '../../../src/model/evidence.js';
import type { Interval } from '../../../src/model/recovery.js';
import type { EventOf } from '../../../src/verdict/read-journal.js';
import type { Baseline } from '../../../src/verdict/recovery/find-baseline.js';
import { findBrownouts } from '../../../src/verdict/recovery/find-brownouts.js';
import { createGoodput } from '../../../src/verdict/recovery/goodput.js';
import { findSteadyState } from '../../../src/verdict/recovery/steady-state.js';

const gapMs = 5;
const toMs = 60_000;
const normalMs = 10;
const baseline: Baseline = { fromMs: -10_000, toMs: 0, arrivals: 2_000, goodputRatio: 1, responseTimeMsP99: normalMs };

describe('a brownout is the time in which', () => {
  it('answers took more than three times as long, although all were good', () => {
    expect(brownouts(slow(10_000, 15_000, 31))).toEqual([{ fromMs: 10_000, toMs: 15_000 }]);
    expect(brownouts(slow(10_000, 15_000, 29))).toEqual([]);
  });

  it('two payments in a hundred failed, although the others were fast', () => {
    expect(brownouts(failing(10_000, 15_000, 50))).toEqual([{ fromMs: 10_000, toMs: 15_000 }]);
    expect(brownouts(failing(10_000, 15_000, 200))).toEqual([]);
  });

  it('service stumbled, without the outage in the middle of it', () => {
    const outage = { fromMs: 12_000, toMs: 14_000 };
    expect(brownouts(failing(10_000, 15_000, 10), [outage])).toEqual([
      { fromMs: 10_000, toMs: 12_000 },
      { fromMs: 14_000, toMs: 15_000 },
    ]);
  });
});

describe('the steady state comes', () => {
  it('at once where nothing was slow', () => {
    expect(steadyMs(slow(0, 0, 0))).toBe(0);
  });

  it('when answers are within a fifth of the baseline again', () => {
    expect(steadyMs(slow(0, 20_000, 13))).toBe(20_000);
    expect(steadyMs(slow(0, 20_000, 11))).toBe(0);
  });

  it('never while they stay slow', () => {
    expect(steadyMs(slow(0, toMs, 13))).toBeNull();
  });

  it('when the replicas have caught up', () => {
    expect(steadyMs(slow(0, 0, 0), [lagging('jkt-a', 5_500, 1_500)])).toBe(6_000);
    expect(steadyMs(slow(0, 0, 0), [lagging('jkt-a', 5_500, 900)])).toBe(0);
  });

  it('when a replica knows its lag again: one whose replication stopped knows none, and says so once', () => {
    const story = [lagging('jkt-a', -500, 0), lagging('jkt-a', -200, null), lagging('jkt-a', 15_500, 20)];
    expect(steadyMs(slow(0, 0, 0), story)).toBe(16_000);
    expect(steadyMs(slow(0, 0, 0), story.slice(0, 2))).toBeNull();
  });

  it('without waiting for nodes that never tell a lag', () => {
    expect(steadyMs(slow(0, 0, 0), [lagging('jkt-a', 0, null)])).toBe(0);
  });

  it('without waiting for the node that the fault took away', () => {
    expect(steadyMs(slow(0, 0, 0), [lagging('jkt-b', 5_500, 90_000)])).toBe(0);
  });

  it('when the node that the fault took away has caught up after its heal', () => {
    const story = [lagging('jkt-b', 4_500, 90_000), lagging('jkt-b', 15_500, 5_000), lagging('jkt-b', 16_500, 20)];
    expect(steadyMs(slow(0, 14_000, 13), story, 15_000)).toBe(16_000);
    expect(steadyMs(slow(0, 14_000, 13), story, 15_600)).toBe(14_000);
  });

  it('when the node that the fault took away knows its lag again after its heal', () => {
    const story = [lagging('jkt-b', -500, 0), lagging('jkt-b', 4_500, null), lagging('jkt-b', 18_500, 20)];
    expect(steadyMs(slow(0, 14_000, 13), story, 15_000)).toBe(19_000);
    expect(steadyMs(slow(0, 14_000, 13), story, 18_600)).toBe(14_000);
  });
});

type Answer = (atMs: number, index: number) => { readonly ms: number; readonly isGood: boolean };

function slow(fromMs: number, untilMs: number, ms: number): Answer {
  return (atMs) => ({ ms: atMs >= fromMs && atMs < untilMs ? ms : normalMs, isGood: true });
}

function failing(fromMs: number, untilMs: number, oneIn: number): Answer {
  return (atMs, index) => {
    const isBad = atMs >= fromMs && atMs < untilMs && index % oneIn === 0;
    return { ms: isBad ? Number.NaN : normalMs, isGood: !isBad };
  };
}

function arrivalsOf(answer: Answer): ArrivalTable {
  const times = Array.from({ length: toMs / gapMs }, (_each, index) => index * gapMs);
  const answers = times.map((atMs, index) => answer(atMs, index));
  const codes = new Uint8Array(times.length);
  const responseTimeMs = Float32Array.from(answers.map(({ ms }) => ms));
  return {
    count: times.length,
    intendedStartMs: Float64Array.from(times),
    responseTimeMs,
    serviceTimeMs: responseTimeMs,
    outcome: codes,
    operation: codes,
    zone: codes,
    node: codes,
    isGood: Uint8Array.from(answers.map(({ isGood }) => (isGood ? 1 : 0))),
  };
}

function brownouts(answer: Answer, outages: readonly Interval[] = []): readonly Interval[] {
  const arrivals = arrivalsOf(answer);
  return findBrownouts({ goodput: createGoodput(arrivals), arrivals, baseline, range: { fromMs: 0, toMs }, outages });
}

function steadyMs(
  answer: Answer,
  nodeStates: readonly EventOf<'node-state'>[] = [],
  healedMs = Number.POSITIVE_INFINITY,
): number | null {
  const arrivals = arrivalsOf(answer);
  return findSteadyState({
    goodput: createGoodput(arrivals),
    arrivals,
    baseline,
    recoveredIndex: 0,
    toMs,
    sustainedMs: 10_000,
    nodeStates,
    targets: ['jkt-b'],
    healedMs,
  });
}

function lagging(node: string, atMs: number, replicaLagMs: number | null): EventOf<'node-state'> {
  return { kind: 'node-state', atMs, node, state: 'read-only', detail: '', clusterSize: null, replicaLagMs };
}
