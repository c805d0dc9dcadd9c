import { describe, expect, it } from 'vitest';
import type { JournalEvent } from '../../../src/model/journal.js';
import type { Plan, ScheduledFault } from '../../../src/model/plan.js';
import type { Cluster } from '../../../src/model/topology.js';
import { playTimeline, type Inject } from '../../../src/run/play-timeline.js';
import { ManualClock } from '../../fixtures/manual-clock.js';

describe('playTimeline', () => {
  it('injects and heals each fault at its planned time, and says when all nodes are back', async () => {
    const stage = createStage({ faults: [fault('lose-b', 300, 700)] });
    const played = stage.play();
    await stage.clock.advance(1_000);
    await played;
    expect(stage.happened).toEqual([
      '0 phase steady',
      '300 inject lose-b',
      '500 phase spike',
      '700 heal lose-b',
      '700 redundant',
    ]);
  });

  it('heals at once when it is told to stop, and injects nothing afterwards', async () => {
    const stage = createStage({ faults: [fault('early', 100, 900), fault('late', 600, 900)] });
    const played = stage.play();
    await stage.clock.advance(200);
    stage.stop.abort(new Error('stop'));
    await played;
    expect(stage.happened).toEqual(['0 phase steady', '100 inject early', '200 heal early', '200 redundant']);
  });

  it('heals the latest first when it is told to stop, and begins the next when that is done', async () => {
    const stage = createStage({
      faults: [fault('first', 100, 900), fault('second', 200, 900), fault('third', 300, 900)],
      healTakesMs: { third: 200, second: 100 },
    });
    const played = stage.play();
    await stage.clock.advance(400);
    stage.stop.abort(new Error('stop'));
    await stage.clock.advance(1_000);
    await played;
    expect(stage.happened.filter((each) => each.includes('heal'))).toEqual([
      '400 heal third',
      '600 heal second',
      '700 heal first',
    ]);
  });

  it('lets an earlier fault be healed while a later one takes long: it may be waiting for that', async () => {
    const stage = createStage({
      faults: [fault('cut', 100, 9_000), fault('kill', 200, 9_000)],
      healTakesMs: { kill: 30_000 },
    });
    const played = stage.play();
    await stage.clock.advance(400);
    stage.stop.abort(new Error('stop'));
    await stage.clock.advance(40_000);
    await played;
    expect(stage.happened.filter((each) => each.includes('heal'))).toEqual(['400 heal kill', '1400 heal cut']);
  });

  it('injects nothing into a cluster that is not whole, unless the plan has faults overlap', async () => {
    const stage = createStage({ faults: [fault('first', 100, 300), fault('late', 2_000, 2_500)], isWhole: false });
    const played = stage.play();
    await stage.clock.advance(3_000);
    await played;
    expect(stage.happened.filter((each) => each.includes(' inject '))).toEqual([]);
    const refused = 'did not go as planned: The cluster was not whole before the injection';
    expect(stage.happened.filter((each) => each.includes(refused))).toHaveLength(2);
    const stacked = createStage({ faults: [fault('outer', 100, 900), fault('inner', 200, 300)] });
    stacked.breakAt(150);
    const both = stacked.play();
    await stacked.clock.advance(1_000);
    await both;
    expect(stacked.happened).toContain('200 inject inner');
  });

  it.each([
    ['told to stop while nodes come back', 800],
    ['told to stop before its heal', 300],
  ])('waits for nodes a few seconds and no longer when it is %s', async (_when, stopAtMs) => {
    const stage = createStage({ faults: [fault('lose-b', 100, 500)], isBackAfterMs: 100_000 });
    const played = stage.play();
    await stage.clock.advance(stopAtMs);
    stage.stop.abort(new Error('stop'));
    await stage.clock.advance(10_000);
    await played;
    expect(stage.happened.at(-1)).toBe(`${stopAtMs + 5_000} trouble Not all nodes came back: jkt-b is away`);
  });

  it('waits for no node after a heal that has failed', async () => {
    const faults = [fault('dirty', 100, 300), fault('clean', 200, 500)];
    const stage = createStage({ faults, isBackAfterMs: 100_000, unhealed: 'dirty' });
    const played = stage.play();
    await stage.clock.advance(1_000);
    await played;
    expect(stage.happened.filter((each) => each.includes(' heal'))).toEqual([
      '300 heal dirty',
      '300 heal-failed',
      '500 heal clean',
    ]);
    expect(stage.happened.filter((each) => each.includes('came back'))).toEqual([]);
  });

  it('reports a fault that could not be injected and plays the others', async () => {
    const stage = createStage({ faults: [fault('broken', 100, 200), fault('fine', 300, 400)], failing: 'broken' });
    const played = stage.play();
    await stage.clock.advance(1_000);
    await played;
    expect(stage.happened).toContain('100 trouble The fault "broken" did not go as planned: it resists');
    expect(stage.happened).toContain('400 heal fine');
  });

  it('says that the cluster is whole only after the last of several overlapping faults is healed', async () => {
    const stage = createStage({ faults: [fault('outer', 100, 800), fault('inner', 200, 300)] });
    const played = stage.play();
    await stage.clock.advance(1_000);
    await played;
    expect(stage.happened.filter((each) => each.endsWith('redundant'))).toEqual(['800 redundant']);
  });
});

function fault(name: string, injectAtMs: number, healAtMs: number): ScheduledFault {
  return { name, kind: 'node-kill', settings: {}, injectAtMs, healAtMs };
}

interface StageOptions {
  readonly faults: readonly ScheduledFault[];
  readonly failing?: string;
  /** Of each fault, after its heal has begun; none when left out. */
  readonly healTakesMs?: Readonly<Record<string, number>>;
  readonly isWhole?: boolean;
  /** Since the beginning; nobody was away before the first injection. */
  readonly isBackAfterMs?: number;
  /** Its heal fails. */
  readonly unhealed?: string;
}

function createStage({ faults, failing, healTakesMs = {}, isWhole = true, isBackAfterMs = 0, unhealed }: StageOptions) {
  const clock = new ManualClock();
  let brokenAtMs = Number.POSITIVE_INFINITY;
  const happened: string[] = [];
  const note = (text: string): void => void happened.push(`${clock.nowMs()} ${text}`);
  const stop = new AbortController();
  let hasBegun = false;
  const inject: Inject = async (scheduled, { append }) => {
    hasBegun = true;
    if (scheduled.name === failing) throw new Error('it resists');
    note(`inject ${scheduled.name}`);
    return {
      async [Symbol.asyncDispose]() {
        note(`heal ${scheduled.name}`);
        const takesMs = healTakesMs[scheduled.name];
        if (takesMs !== undefined) await clock.sleep(takesMs);
        if (scheduled.name !== unhealed) return;
        append({ kind: 'heal-failed', atMs: clock.nowMs(), fault: scheduled.name, reason: 'it resists' });
        throw new Error('it resists');
      },
    };
  };
  const awaitHealthy: Cluster['awaitHealthy'] = async ({ timeoutMs, signal }) => {
    const awayMs = hasBegun ? Math.max(0, isBackAfterMs - clock.nowMs()) : 0;
    if (awayMs > 0) await clock.sleep(Math.min(timeoutMs, awayMs), { signal });
    if (awayMs > timeoutMs) throw new Error('jkt-b is away');
    if (!isWhole || clock.nowMs() >= brokenAtMs) throw new Error('jkt-b is away');
  };
  const phases = [
    { name: 'steady', startMs: 0, endMs: 500, isWarmup: false },
    { name: 'spike', startMs: 500, endMs: 1_000, isWarmup: false },
  ];
  const play = (): Promise<void> =>
    playTimeline({
      plan: { phases, faults } as unknown as Plan,
      cluster: { awaitHealthy } as unknown as Cluster,
      inject,
      journal: { append: (event) => note(describeEvent(event)) },
      axis: clock,
      signal: stop.signal,
    });
  const breakAt = (atMs: number): void => {
    brokenAtMs = atMs;
  };
  return { clock, happened, stop, play, breakAt };
}

function describeEvent(event: JournalEvent): string {
  if (event.kind === 'phase-started') return `phase ${event.phase}`;
  if (event.kind === 'trouble') return `trouble ${event.text}`;
  return event.kind === 'redundant-again' ? 'redundant' : event.kind;
}
