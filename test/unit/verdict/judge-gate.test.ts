/** Gates on a synthetic run whose every number is known: the stall lasts from 22 s to 24 s of a 50 s plan at 100/s. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Anomaly, AnomalyKind, ConsistencyFacts } from '../../../src/model/anomaly.js';
import type { LoadInterval } from '../../../src/model/load-interval.js';
import type { Gate } from '../../../src/model/gate.js';
import type { JournalEvent } from '../../../src/model/journal.js';
import { metrics } from '../../../src/model/metric.js';
import type { GateResult } from '../../../src/model/run-record.js';
import { parseGate } from '../../../src/scenario/gates/parse-gate.js';
import { gatherEvidence, type Gathered } from '../../../src/verdict/gather-evidence.js';
import { isBreached } from '../../../src/verdict/gates/is-breached.js';
import { judgeGate } from '../../../src/verdict/gates/judge-gate.js';
import { canObserve } from '../../../src/verdict/gates/observe.js';
import { measureRun } from '../../../src/verdict/measures/measure-run.js';
import { planOf } from '../../fixtures/plan.js';
import {
  answered,
  auditOf,
  endEvents,
  faultEvents,
  judgingCatalog,
  nodeAuditOf,
  writeSyntheticRun,
  type Ending,
} from '../../fixtures/synthetic-run.js';

const stall = { fromMs: 22_000, toMs: 24_000 };
const plan = planOf({
  phases: `
    - { name: warmup, for: 1s, rate: 100/s, warmup: true }
    - { name: before, for: 21s, rate: 100/s }
    - { name: after, for: 28s, rate: 100/s }`,
  keys: `faults:
  - { name: kill, fault: node-kill, node: jkt-b, at: after + 0s, heal: 14s }
  - { name: never, fault: node-kill, node: jkt-b, at: after + 20s, heal: 1s }`,
});
const directory = mkdtempSync(join(tmpdir(), 'paystorm-gates-'));
let gathered: Gathered;

beforeAll(() => {
  const lost = { count: 2, money: 700, examples: [] };
  const audit = auditOf({ nodes: [nodeAuditOf('jkt-a', 'authority', { lost })] });
  writeSyntheticRun({
    directory,
    plan,
    script: endingsAt,
    events: [
      ...faultEvents({ fault: 'kill', issuedMs: 21_990, verifiedMs: 22_010, healMs: 36_000, healedMs: 36_500 }),
      lagOf('cloud', 30_000, 800),
      lagOf('jkt-b', 31_000, 300),
      lagOf('jkt-b', 32_000, null),
      { kind: 'first-look', atMs: 24_100, after: 'kill', node: 'jkt-a', lookedFor: 400, absent: [70, 80, 90] },
      { kind: 'gate-breached', atMs: 23_000, gate: 'errors.rate > 50%', observed: '98 %' },
      { kind: 'audited', atMs: 54_000, audit },
      ...endEvents(plan),
    ],
  });
  gathered = gatherEvidence(directory, judgingCatalog());
});

afterAll(() => rmSync(directory, { recursive: true }));

function lagOf(node: string, atMs: number, replicaLagMs: number | null): JournalEvent {
  return { kind: 'node-state', atMs, node, state: 'read-only', detail: '', clusterSize: null, replicaLagMs };
}

/** Two deadlocks with a retry in the warm-up, aborts at the stall. */
function endingsAt(atMs: number, index: number, unit: () => number): readonly Ending[] {
  if (atMs >= stall.fromMs && atMs < stall.toMs) return [{ outcome: 'aborted', errno: 1205, endMs: atMs + 900 }];
  if (index < 2) return [{ outcome: 'aborted', errno: 1213 }, answered(atMs, unit)];
  return [answered(atMs, unit)];
}

test.each([
  ['recovery_time < 8s after kill', 'pass', '2.00 ± 0.02 s'],
  ['recovery_time < 1s after kill', 'fail', '2.00 ± 0.02 s'],
  ['time_to_first_success < 3s after kill', 'pass', '2.00 ± 0.02 s'],
  ['heal_outage == 0s after kill', 'pass', '0 s'],
  ['outage < 2100ms after kill', 'pass', '2.00 ± 0.01 s'],
  ['outage <= 2s after kill', 'inconclusive', '2.00 ± 0.01 s'],
  ['outage < 1900ms after kill', 'fail', '2.00 ± 0.01 s'],
  ['brownout == 0s after kill', 'pass', '0 s'],
  ['lost_payments == 0', 'fail', '2'],
  ['lost_money <= 699', 'fail', '700 minor units'],
  ['invisible_payments <= 2', 'fail', '3'],
  ['duplicate_payments == 0', 'pass', '0'],
  ['availability >= 99.9% during before', 'pass', '100 % (2,100 of 2,100)'],
  ['availability >= 97%', 'fail', '95.9 % (4,700 of 4,900)'],
  ['availability >= 99% after kill within 10s', 'pass', '100 % (500 of 500)'],
  ['goodput >= 99% of offered during before', 'pass', '100/s'],
  ['throughput >= 99/s during before', 'pass', '100/s'],
  ['response_time.p100 < 10ms during before', 'pass', '6 ms'],
  ['response_time.p99 <= baseline + 10% floor 5ms after kill within 20s', 'pass', '5.9'],
  ['response_time.count == 2100 during before', 'pass', '2,100'],
  ['throughput <= 94/s during after', 'pass', '92.8/s'],
  ['response_time.p99 < 250ms during after', 'fail', '1 s'],
  ['response_time.p99 < 250ms after kill for 20s', 'fail', '1 s'],
  ['errors.rate == 0% during before', 'pass', '0 % (0 of 2,100)'],
  ['errors.rate{class=deadlock} == 0%', 'pass', '0 % (0 of 4,899)'],
  ['errors.rate{class=lock-timeout} < 1%', 'fail', '4.1 % (200 of 4,899)'],
  ['in_doubt.rate == 0%', 'pass', '0 % (0 of 4,900)'],
  ['dropped == 0', 'pass', '0 of 4,900'],
  ['replica_lag.max{node=cloud} < 1s', 'pass', '800 ms'],
])('%s is judged %s with %s observed', (text, verdict, observed) => {
  const result = judged(text);
  expect(result.verdict).toBe(verdict);
  expect(result.observed).toContain(observed);
});

describe('a response time that rests on customers who got no answer', () => {
  test.each([
    ['response_time.p99 < 2s during after', 'fail', '≥ 1 s'],
    ['response_time.max < 2s during after', 'fail', '≥ 1 s'],
    ['response_time.avg < 2s during after', 'fail', '≥ 75.2 ms'],
    ['response_time.p99 < 2s after kill for 20s', 'fail', '≥ 1 s'],
    ['response_time.p90 < 2s during after', 'pass', '5.87'],
    ['response_time.p99 < 2s during before', 'pass', '5.9'],
  ])('%s is judged %s with %s observed', (text, verdict, observed) => {
    expect(judged(text).verdict).toBe(verdict);
    expect(judged(text).observed).toContain(observed);
  });

  test('says why it does not hold', () => {
    expect(judged('response_time.p99 < 2s during after').reason).toBe(
      'It rests on customers who got no answer: ≥ 1 s; the limit is < 2 s.',
    );
  });
});

describe('without samples a gate is inconclusive and says why', () => {
  test.each([
    ['recovery_time < 8s after never', /never injected/u],
    ['availability >= 99% after never', /never injected/u],
    ['replica_lag.max{node=jkt-a} < 1s', /told its lag/u],
    ['response_time.p99{node=cloud} < 1s', /No answer/u],
  ])('%s', (text, reason) => {
    expect(judged(text)).toMatchObject({ verdict: 'inconclusive', observed: 'no data', observedValue: null });
    expect(judged(text).reason).toMatch(reason);
  });
});

test('the whole run leaves the warm-up out, and says so', () => {
  expect(judged('errors.rate{class=deadlock} == 0%').scope).toBe('whole run without warm-up');
});

test('with for, every second must hold: the worst one is observed', () => {
  expect(judged('availability >= 99% after kill for 10s')).toMatchObject({ verdict: 'fail', observedValue: 0 });
  expect(judged('availability >= 99% during before for 10s')).toMatchObject({ verdict: 'pass' });
});

test('with for, a second that told nothing keeps the gate from passing, and not from failing', () => {
  const gap = { verdict: 'inconclusive', reason: expect.stringContaining('In 1 of 20 seconds nothing') as string };
  expect(judged('service_time.p99 < 250ms after kill for 20s')).toMatchObject(gap);
  expect(judged('service_time.p99 < 1ms after kill for 20s')).toMatchObject({ verdict: 'fail' });
});

test('a replica that does not know its lag keeps the gate from passing, and not from failing', () => {
  expect(judged('replica_lag.max{node=jkt-b} < 1s')).toMatchObject({
    verdict: 'inconclusive',
    reason: expect.stringContaining('jkt-b did not know its lag') as string,
  });
  expect(judged('replica_lag.max{node=jkt-b} < 100ms')).toMatchObject({ verdict: 'fail' });
});

describe('a gate on anomalies', () => {
  test('counts those of every kind, or of one, whatever the scenario claims', () => {
    expect(judgedWith({}, 'anomalies == 0')).toMatchObject({
      verdict: 'fail',
      observed: '2 × G2-item, 1 × lost-update',
    });
    expect(judgedWith({}, 'anomalies{kind=lost-update} <= 1')).toMatchObject({ verdict: 'pass', observedValue: 1 });
    expect(judgedWith({}, 'anomalies{kind=G1a} == 0')).toMatchObject({ verdict: 'pass', observed: '0' });
  });

  test('cannot hold when a part of the run was not searched, but can fail', () => {
    expect(judgedWith({ leftOut: 9 }, 'anomalies{kind=G1a} == 0')).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringContaining('The last 9 arrivals were not searched.') as string,
    });
    expect(judgedWith({ leftOut: 9 }, 'anomalies == 0').verdict).toBe('fail');
  });

  test('cannot hold when the search ended at its limit', () => {
    expect(judgedWith({ isThrough: false }, 'anomalies{kind=G1a} == 0').verdict).toBe('inconclusive');
  });

  test('does not fail by what lost payments may explain', () => {
    expect(judgedWith({ isLossKnown: false }, 'anomalies == 0')).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringContaining('may come from payments that a fault has lost') as string,
    });
    const anomalies = [found('G1a', 1), found('lost-update', 1)];
    expect(judgedWith({ isLossKnown: false, anomalies }, 'anomalies == 0')).toMatchObject({
      verdict: 'fail',
      observedValue: 1,
    });
  });

  test('is inconclusive when nothing was seen', () => {
    expect(judgedWith({ transactions: 0 }, 'anomalies == 0').verdict).toBe('inconclusive');
    expect(judgedWith(null, 'anomalies == 0').verdict).toBe('inconclusive');
  });
});

test('an abort gate fails only when it stopped the run', () => {
  const stopped: Gate = { ...gateOf('errors.rate > 50%'), onBreach: 'abort' };
  expect(resultOf(stopped)).toMatchObject({ verdict: 'fail', reason: 'It stopped the run: 98 %.' });
  const quiet: Gate = { ...gateOf('errors.rate > 90%'), onBreach: 'abort' };
  expect(resultOf(quiet)).toMatchObject({ verdict: 'pass', limit: 'stops the run at > 90 %' });
  expect(resultOf(quiet).marginRatio).toBeGreaterThan(0);
});

test('a margin is the distance to the limit as a share of it', () => {
  expect(judged('recovery_time < 8s after kill').marginRatio).toBeCloseTo(0.75, 2);
  expect(judged('availability >= 97%').marginRatio).toBeLessThan(0);
  expect(judged('lost_payments == 0').marginRatio).toBeNull();
});

test('every metric of the table can be evaluated', () => {
  expect(metrics.filter(({ name }) => !canObserve(name))).toEqual([]);
});

describe('a live gate', () => {
  const quiet = intervalOf({});

  test.each([
    ['errors.rate > 50%', { acknowledged: 40, errors: { timeout: 60 } }],
    ['errors.rate{class=timeout} > 50%', { acknowledged: 40, errors: { timeout: 60 } }],
    ['response_time.p99 > 250ms', { responseTimeMsP99: 300 }],
    ['throughput < 50/s', { acknowledged: 10 }],
    ['goodput < 50% of offered', { acknowledged: 10 }],
    ['in_doubt.rate > 10%', { acknowledged: 80, inDoubt: 20 }],
    ['dropped > 5', { dropped: 6 }],
  ])('%s comes true in a second that melts, and not in a quiet one', (text, melting) => {
    expect(isBreached(gateOf(text), [quiet, quiet])).toBe(false);
    expect(isBreached(gateOf(text), [intervalOf(melting)])).toBe(true);
  });

  test('says nothing without seconds', () => {
    expect(isBreached(gateOf('errors.rate > 50%'), [])).toBe(false);
  });
});

function gateOf(text: string): Gate {
  const result = parseGate(text);
  if (!result.ok) throw new Error(result.problems[0]?.message);
  return result.gate;
}

function judged(text: string): GateResult {
  return resultOf(gateOf(text));
}

function resultOf(gate: Gate): GateResult {
  return judgeGate(gate, gathered, measureRun(gathered));
}

/** As judged when the search had found two write skews and a lost update. */
function judgedWith(own: Partial<ConsistencyFacts> | null, text: string): GateResult {
  const looked = { transactions: 90, reads: 180, writes: 90, answers: 0, leftOut: 0 };
  const searched = { ...looked, isThrough: true, isLossKnown: true };
  const anomalies = [found('G2-item', 2), found('lost-update', 1)];
  const consistency = own === null ? null : { ...searched, anomalies, ...own };
  return judgeGate(
    gateOf(text),
    { ...gathered, evidence: { ...gathered.evidence, consistency } },
    measureRun(gathered),
  );
}

function found(kind: AnomalyKind, count: number): Anomaly {
  return { kind, count, isAtLeast: false, agesMs: [], stories: [] };
}

function intervalOf(own: Partial<LoadInterval>): LoadInterval {
  return {
    thread: 0,
    atMs: 1_000,
    offered: 100,
    issued: 100,
    acknowledged: 100,
    aborted: 0,
    inDoubt: 0,
    declined: 0,
    dropped: 0,
    inFlight: 1,
    queued: 0,
    responseTimeMsP50: 3,
    responseTimeMsP99: 9,
    scheduleLagMsP99: 0.3,
    scheduleLagMsMax: 1,
    eventLoopDelayMsMax: 1,
    garbageCollectionMs: 0,
    errors: {},
    ...own,
  };
}
