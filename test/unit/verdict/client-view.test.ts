/** What clients saw: the first error that speaks of an outage, the worst zone, and the connection that waited longest. */
import { describe, expect, it } from 'vitest';
import { errorClasses, outcomes, type ErrorClass, type Outcome } from '../../../src/model/outcome.js';
import { noError, type AttemptTable } from '../../../src/verdict/attempt-columns.js';
import { timeToDetectByClients, viewZones, worstConnection } from '../../../src/verdict/recovery/client-view.js';
import type { Observation } from '../../../src/verdict/recovery/observation.js';
import { planOf } from '../../fixtures/plan.js';
import { headerOf } from '../../fixtures/synthetic-run.js';

const range = { fromMs: 1_000, toMs: 10_000 };
const injection = { midMs: 1_005, halfWidthMs: 5 };

describe('the first client that notices', () => {
  it('is the one with the first error after the injection that says that a node does not serve', () => {
    const observation = seen([
      [900, 1, 'aborted', 'connection-lost'],
      [1_010, 2, 'aborted', 'deadlock'],
      [1_400, 3, 'in-doubt', 'timeout'],
      [1_045, 4, 'aborted', 'connection-lost'],
    ]);
    expect(timeToDetectByClients(observation, injection, range)).toEqual({
      valueMs: 40,
      errorMs: 5,
      isCensored: false,
    });
  });

  it('is nobody when nothing failed', () => {
    expect(timeToDetectByClients(seen([[1_500, 1, 'acknowledged']]), injection, range)).toBeNull();
  });
});

describe('the worst connection', () => {
  it('is the one with the longest time between answers around a failure', () => {
    const observation = seen([
      [950, 1, 'acknowledged'],
      [980, 2, 'acknowledged'],
      [1_020, 1, 'aborted', 'connection-lost'],
      [1_030, 2, 'in-doubt', 'timeout'],
      [2_950, 1, 'acknowledged'],
      [3_480, 2, 'declined'],
    ]);
    expect(worstConnection(observation, range)).toEqual({
      connection: 2,
      outageMs: { valueMs: 2_500, errorMs: 49, isCensored: false },
    });
  });

  it('is not one that merely had nothing to do', () => {
    expect(
      worstConnection(
        seen([
          [950, 1, 'acknowledged'],
          [9_000, 1, 'acknowledged'],
        ]),
        range,
      ),
    ).toBeNull();
  });

  it('is one whose every answer came, but one of them after the deadline', () => {
    const observation = seen([
      [1_500, 1, 'acknowledged'],
      [4_000, 1, 'acknowledged', undefined, 1_510],
      [4_020, 1, 'acknowledged'],
    ]);
    expect(worstConnection(observation, range)).toEqual({
      connection: 1,
      outageMs: { valueMs: 2_520, errorMs: 10, isCensored: false },
    });
  });

  it('is a lower bound when it never answered again', () => {
    const observation = seen([
      [950, 1, 'acknowledged'],
      [1_020, 1, 'aborted', 'unreachable'],
    ]);
    expect(worstConnection(observation, range)?.outageMs).toEqual({ valueMs: 9_050, errorMs: 69, isCensored: true });
  });
});

it('each zone has the outage that its own customers met', () => {
  const outages = viewZones(
    arriving((atMs, zone) => zone !== 1 || atMs < 2_000 || atMs >= 4_000),
    range,
    null,
  );
  expect(outages).toMatchObject([
    { zone: 'a', outageMs: { valueMs: 0 } },
    { zone: 'b', outageMs: { valueMs: 1_980 } },
    { zone: 'c', outageMs: { valueMs: 0 } },
  ]);
});

it('a zone whose outage lasted to the end of the observation has a lower bound', () => {
  const outages = viewZones(
    arriving((atMs, zone) => zone !== 1 || atMs < 8_000),
    range,
    null,
  );
  expect(outages).toMatchObject([
    { zone: 'a', outageMs: { isCensored: false } },
    { zone: 'b', outageMs: { valueMs: 1_980, isCensored: true } },
    { zone: 'c', outageMs: { isCensored: false } },
  ]);
});

it('until the heal each zone is told who was served and whom a server refused', () => {
  const { arrivals, facts } = arriving((atMs, zone) => zone !== 1 || atMs < 2_000);
  const { attempts } = seen([
    [1_500, 1, 'aborted', 'not-ready'],
    [2_500, 1, 'aborted', 'not-ready'],
    [2_600, 2, 'aborted', 'read-only'],
    [2_700, 3, 'aborted', 'unreachable'],
    [6_500, 1, 'aborted', 'not-ready'],
  ]);
  const views = viewZones({ arrivals, attempts, facts } as Observation, { fromMs: 2_000, toMs: 10_000 }, 5_000);
  expect(views).toMatchObject([
    { zone: 'a', arrivals: 100, good: 100, refused: 0 },
    { zone: 'b', arrivals: 100, good: 0, refused: 2 },
    { zone: 'c', arrivals: 100, good: 100, refused: 0 },
  ]);
});

type Seen = readonly [
  endMs: number,
  connection: number,
  outcome: Outcome,
  errorClass?: ErrorClass | undefined,
  sentMs?: number,
];

function seen(rows: readonly Seen[]): Observation {
  const attempts: AttemptTable = {
    count: rows.length,
    startMs: Float64Array.from(rows, ([endMs, , , , sentMs]) => sentMs ?? endMs - 1),
    intendedStartMs: Float64Array.from(rows, ([endMs, , , , sentMs]) => sentMs ?? endMs - 1),
    endMs: Float64Array.from(rows, ([endMs]) => endMs),
    connection: Uint32Array.from(rows, ([, connection]) => connection),
    outcome: Uint8Array.from(rows, ([, , outcome]) => outcomes.indexOf(outcome)),
    errorClass: Uint8Array.from(rows, ([, , , name]) => (name === undefined ? noError : errorClasses.indexOf(name))),
    zone: new Uint8Array(rows.length).fill(1),
    retries: 0,
    statuses: new Map(),
  };
  return { attempts, facts: { header: headerOf(planOf()) } } as unknown as Observation;
}

/** An arrival every 10 ms, from the three zones in turn. */
function arriving(isGood: (atMs: number, zone: number) => boolean): Observation {
  const count = 1_000;
  const indexes = Array.from({ length: count }, (_each, index) => index);
  const plan = { ...planOf(), zones: ['a', 'b', 'c'] };
  const arrivals = {
    count,
    intendedStartMs: Float64Array.from(indexes, (index) => index * 10),
    zone: Uint8Array.from(indexes, (index) => index % 3),
    isGood: Uint8Array.from(indexes, (index) => (isGood(index * 10, index % 3) ? 1 : 0)),
  };
  const { attempts } = seen([]);
  return { arrivals, attempts, facts: { header: { ...headerOf(planOf()), plan } } } as unknown as Observation;
}
