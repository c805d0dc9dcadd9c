/** Whether a step that failed is put down to the target: never where the generator may have done it. */
import { describe, expect, it } from 'vitest';
import type { PhaseLoad } from '../../../../src/model/phase-load.js';
import type { GateResult, RunRecord } from '../../../../src/model/run-record.js';
import { stepOf } from '../../../../src/repeat/peak/step-of.js';
import { faultFreeRecord } from '../../../fixtures/quiet-record.js';

const place = { step: 4, purpose: 'search', ratePerSecond: 800, folder: 'run-04', tookMs: 20_000 } as const;

const load: PhaseLoad = {
  phase: 'step',
  observedMs: 10_000,
  arrivals: 8_000,
  good: 7_200,
  dropped: { 'deadline-passed': 300, 'pool-exhausted': 40 },
  responseTimeMsP50: { valueMs: 90, isAtLeast: false },
  responseTimeMsP99: { valueMs: 1_000, isAtLeast: true },
  serviceTimeMsP50: 4,
  scheduleLagMsP99: 2,
  clientBusyRatio: 0.5,
};

const slow: GateResult = {
  gate: 'response_time.p99 < 250ms during step',
  name: null,
  scope: 'during step',
  observed: '260 ms',
  observedValue: 260,
  limit: '< 250 ms',
  limitValue: 250,
  marginRatio: -0.04,
  verdict: 'fail',
  isWarning: false,
  isStopGate: false,
  reason: 'Observed 260 ms; the limit is < 250 ms.',
};
const scarce: GateResult = {
  ...slow,
  gate: 'availability >= 99.9% during step',
  observed: '90 %',
  observedValue: 90,
  limitValue: 99.9,
};
const wrong: GateResult = { ...slow, gate: 'errors.rate < 1% during step', observed: '4 %' };
const tagged: GateResult = { ...slow, gate: 'response_time.p99{zone=a} < 250ms during step' };
const few: GateResult = { ...slow, gate: 'goodput >= 95% of offered during step' };

function failedWith(gates: readonly GateResult[], change: Partial<PhaseLoad> = {}, more: Partial<RunRecord> = {}) {
  const record = faultFreeRecord('story');
  const failed = { verdict: 'fail', exitCode: 99, reasons: ['A gate does not hold.'] } as const;
  return stepOf({ ...record, ...failed, gates, phaseLoads: [{ ...load, ...change }], ...more }, place);
}

describe('a step that fails', () => {
  it('is the target’s where the generator was at ease, and keeps what was observed', () => {
    expect(failedWith([slow])).toMatchObject({
      ...place,
      outcome: 'failed',
      isGeneratorLimit: false,
      gate: { text: slow.gate, observed: '260 ms' },
      goodputPerSecond: 720,
      goodRatio: 0.9,
      withoutConnection: 340,
    });
  });

  it.each<[string, GateResult, Partial<PhaseLoad>, string]>([
    ['without the lag of the generator the time might be kept', slow, { scheduleLagMsP99: 20 }, 'lagged by 20 ms'],
    ['its load thread had no time left', slow, { clientBusyRatio: 0.96 }, 'busy for 96 %'],
    ['its load thread had no time left for answers', scarce, { clientBusyRatio: 0.96 }, 'busy for 96 %'],
    ['the lag was a good part of the deadline', scarce, { scheduleLagMsP99: 400 }, 'lagged by 400 ms'],
    ['a good part of what is missing was never sent in time', scarce, { dropped: { 'generator-late': 90 } }, 'for 90'],
  ])('is left open where %s', (_why, gate, change, said) => {
    const step = failedWith([gate], change);
    expect(step).toMatchObject({ outcome: 'open', isGeneratorLimit: true });
    expect(step.why).toContain(said);
  });

  const calm = { p50: 3, p90: 6, p99: 12, p999: 30, max: 40 };
  const strain = { busyRatioMax: 0.97, apartFrom: { arrivals: 4_000, good: 4_000, responseTimeMs: calm } };
  const hurt = { arrivals: 4_000, good: 3_700, responseTimeMs: { ...calm, p99: 900, p999: 950, max: 960 } };

  it.each<[string, GateResult, Partial<PhaseLoad>]>([
    ['the gate holds apart from the seconds in which its load thread was saturated', slow, { strain }],
    ['availability is kept apart from them', scarce, { strain }],
    ['there is nothing apart from them', slow, { strain: { ...strain, apartFrom: null } }],
    ['nobody knows what some of the arrivals got apart from them', tagged, { strain: { ...strain, apartFrom: hurt } }],
    ['nobody knows what a gate measures apart from them', few, { strain: { ...strain, apartFrom: hurt } }],
  ])('is left open where %s, however idle it was on the whole', (_why, gate, change) => {
    const step = failedWith([gate], change);
    expect(step).toMatchObject({ outcome: 'open', isGeneratorLimit: true });
    expect(step.why).toContain('busy for 97 % of its busiest second');
  });

  it.each([slow, scarce])('is the target’s where $gate fails apart from such seconds, too', (gate) => {
    expect(failedWith([gate], { strain: { ...strain, apartFrom: hurt } }).outcome).toBe('failed');
  });

  it.each<[string, string, number, number]>([
    ['p99', 'p99', 260, 100],
    ['p95', 'p99', 260, 100],
    ['avg', 'p50', 260, 100],
    ['max', 'max', 260, 100],
  ])('says whether the %s would be kept but for the wait for a connection', (aggregate, percentile, value, limit) => {
    const gate = {
      ...slow,
      gate: `response_time.${aggregate} < 100ms during step`,
      observedValue: value,
      limitValue: limit,
    };
    const none = { p50: 0, p90: 0, p99: 0, p999: 0, max: 0 };
    expect(failedWith([gate], { connectionWaitMs: { ...none, [percentile]: 161 } }).isSlowByWaiting).toBe(true);
    expect(failedWith([gate], { connectionWaitMs: { ...none, [percentile]: 159 } }).isSlowByWaiting).toBe(false);
    expect(failedWith([gate]).isSlowByWaiting).toBe(false);
  });

  it('is the target’s for one gate that it failed by itself, and that one is named', () => {
    const step = failedWith([slow, wrong], { clientBusyRatio: 0.96 });
    expect(step).toMatchObject({ outcome: 'failed', isGeneratorLimit: false, gate: { text: wrong.gate } });
  });

  it('is the target’s when a lag explains no more than a part of it', () => {
    const step = failedWith([{ ...slow, observedValue: 400 }], { scheduleLagMsP99: 100 });
    expect(step.outcome).toBe('failed');
  });

  it('is one of wrong data however busy the generator was', () => {
    const step = failedWith([], { clientBusyRatio: 1 }, { exitCode: 120, reasons: ['3 payments are lost.'] });
    expect(step).toMatchObject({ outcome: 'failed', exitCode: 120, why: '3 payments are lost.', gate: null });
  });
});

describe('a step that decides nothing', () => {
  const undecided = { verdict: 'inconclusive', exitCode: 121, reasons: ['Nothing was measured.'] } as const;
  const open: GateResult = { ...slow, verdict: 'inconclusive' };

  it('is the limit of the generator only where the instrument was sick', () => {
    expect(failedWith([open], {}, undecided)).toMatchObject({ outcome: 'open', isGeneratorLimit: false });
    const instrument = { ...faultFreeRecord('story').instrument, isHealthy: false, problems: ['Too late.'] };
    expect(failedWith([open], {}, { ...undecided, instrument })).toMatchObject({
      outcome: 'open',
      isGeneratorLimit: true,
      why: 'Nothing was measured.',
    });
  });

  it('has no figures where its phase was never reached', () => {
    const step = failedWith([open], {}, { ...undecided, phaseLoads: [] });
    expect(step).toMatchObject({
      goodputPerSecond: null,
      goodRatio: null,
      responseTimeMsP99: null,
      clientLagMsP99: null,
    });
  });
});

it('a step that passes has nothing to explain', () => {
  const record = { ...faultFreeRecord('story'), verdict: 'pass', exitCode: 0, phaseLoads: [load] } as const;
  expect(stepOf(record, place)).toMatchObject({ outcome: 'passed', why: null, gate: null, isGeneratorLimit: false });
});
