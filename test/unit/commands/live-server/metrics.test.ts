/** What collectors are given of a run: the text for Prometheus, its values, and its bounds. */
import { describe, expect, it } from 'vitest';
import { expositionOf } from '../../../../src/commands/live-server/metrics/exposition.js';
import { MetricsDesk } from '../../../../src/commands/live-server/metrics/metrics-desk.js';
import { familiesOf, resourceMetrics } from '../../../../src/commands/live-server/metrics/metrics-of.js';
import { foldTally, type Story } from '../../../../src/commands/live-server/story/story.js';
import { hostileTexts } from '../../../fixtures/hostile.js';
import { breakNode, changeState, healNode, storyOf, tallyOf } from '../../../fixtures/live-story.js';
import { loadIntervalOf } from '../../../fixtures/load-interval.js';
import { ManualClock } from '../../../fixtures/manual-clock.js';
import { planOf } from '../../../fixtures/plan.js';

const killed = {
  ...planOf(),
  faults: [{ name: 'kill', kind: 'break', settings: {}, injectAtMs: 2_000, healAtMs: 5_000 }],
};
const textOf = (story: Story): string =>
  expositionOf(resourceMetrics([{ families: familiesOf(story), startMs: 0 }], 1_000));
const valueOf = (story: Story, series: string): number | undefined => {
  const line = textOf(story)
    .split('\n')
    .find((each) => each.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
};

const linesAfter = (seconds: number): number => textOf(storyOf(planOf(), seconds)).split('\n').length;

describe('metrics of a run', () => {
  it('count over all threads from the beginning', () => {
    const story = storyOf(planOf(), 3);
    expect(valueOf(story, 'paystorm_arrivals_offered_total')).toBe(3_000);
    expect(valueOf(story, 'paystorm_arrivals_good_total')).toBe(2_940);
    expect(valueOf(story, 'paystorm_arrivals_total{outcome="dropped"}')).toBe(12);
    expect(valueOf(story, 'paystorm_dropped_arrivals_total{reason="pool-exhausted"}')).toBe(12);
    const attempts = 'operation="transfer",node="n1",outcome="acknowledged",error="none"';
    expect(valueOf(story, `paystorm_attempts_total{${attempts}}`)).toBe(2_940);
    const refused = 'operation="transfer",node="none",outcome="aborted",error="unreachable"';
    expect(valueOf(story, `paystorm_attempts_total{${refused}}`)).toBe(6);
  });

  it('start anew with each run, so that no collector takes their fall for a mistake', () => {
    let beganAt = '1970-01-01T00:00:07.000Z';
    const story = (): Story => ({ ...storyOf(planOf(), 1), beganAt });
    const desk = new MetricsDesk({ clock: new ManualClock(), onTrouble: () => undefined, story });
    const startOf = (name: string): unknown =>
      desk.collect().scopeMetrics[0]?.metrics.find(({ descriptor }) => descriptor.name === name)?.dataPoints[0]
        ?.startTime;
    expect(startOf('paystorm_arrivals_offered_total')).toEqual([7, 0]);
    beganAt = '1970-01-01T00:01:00.500Z';
    expect(startOf('paystorm_arrivals_offered_total')).toEqual([60, 500_000_000]);
    expect(startOf('paystorm_response_time_seconds')).toEqual([60, 500_000_000]);
  });

  it('have durations in seconds, in buckets that hold all below them', () => {
    const story = storyOf(planOf(), 1);
    const bucket = (bound: string): number | undefined =>
      valueOf(story, `paystorm_response_time_seconds_bucket{operation="transfer",le="${bound}"}`);
    expect([bucket('0.005'), bucket('0.01'), bucket('30'), bucket('+Inf')]).toEqual([0, 980, 980, 980]);
    expect(valueOf(story, 'paystorm_response_time_seconds_sum{operation="transfer"}')).toBeCloseTo(6.86, 5);
  });

  it('count a second that comes twice only once', () => {
    const story = storyOf(planOf(), 2);
    const before = textOf(story);
    foldTally(story, loadIntervalOf(0, 2_000), tallyOf(490));
    expect(textOf(story)).toBe(before);
  });

  it('do not go on with the last second when the load is over', () => {
    const story = storyOf(planOf(), 2);
    expect(valueOf(story, 'paystorm_offered_per_second')).toBe(1_000);
    story.stage = 'audit';
    expect(valueOf(story, 'paystorm_offered_per_second')).toBe(0);
    expect(valueOf(story, 'paystorm_run_stage{stage="audit"}')).toBe(1);
  });

  it('follow a fault and its node from the injection to the heal', () => {
    const story = storyOf(killed, 1);
    const seen = (): unknown[] => [
      valueOf(story, 'paystorm_fault_active{fault="kill",kind="break"}'),
      valueOf(story, 'paystorm_fault_injections_total{fault="kill",kind="break"}'),
      valueOf(story, 'paystorm_fault_heals_total{fault="kill",kind="break"}'),
      valueOf(story, 'paystorm_node_state{node="n1",zone="a",state="down"}'),
      valueOf(story, 'paystorm_node_replica_lag_seconds{node="n1"}'),
    ];
    changeState(story, 'n1', 'serving', 100);
    expect(seen()).toEqual([0, 0, 0, 0, 0.25]);
    breakNode(story, 'kill', 2_000);
    expect(seen()).toEqual([1, 1, 0, 1, undefined]);
    healNode(story, 'kill', 5_000);
    expect(seen()).toEqual([0, 1, 1, 1, undefined]);
  });

  it('say that a gate is broken while the last second breaks it', () => {
    const gates = 'gates: [throughput > 900/s during only, throughput > 1100/s during only, lost_payments == 0]';
    const story = storyOf(planOf({ keys: gates }), 2);
    expect(valueOf(story, 'paystorm_gate_breached{gate="throughput > 900/s during only"}')).toBe(0);
    expect(valueOf(story, 'paystorm_gate_breached{gate="throughput > 1100/s during only"}')).toBe(1);
    expect(textOf(story)).not.toContain('lost_payments');
  });

  it('have no more series after an hour than after a minute', () => {
    expect(linesAfter(3_600)).toBe(linesAfter(60));
  });

  it.each(hostileTexts)('keep %j within its label', (text) => {
    const story = storyOf(planOf(), 1);
    const named = { ...story, header: { ...story.header!, operations: [text] } };
    const lines = textOf(named)
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    for (const line of lines) expect(line).toMatch(/^[a-z_]+(?:\{(?:[a-z_]+="(?:[^"\\\n]|\\["\\n])*",?)*\})? \S+$/u);
  });

  it('say what they are before anything is known', () => {
    const story = storyOf(planOf());
    expect(valueOf({ ...story, header: null }, 'paystorm_run_stage{stage="set-up"}')).toBe(1);
  });
});
