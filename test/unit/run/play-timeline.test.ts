import { describe, expect, it } from 'vitest';
import type { JournalEvent } from '../../../src/model/journal.js';
import type { Plan, PlannedFault } from '../../../src/model/plan.js';
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

function fault(name: string, injectAtMs: number, healAtMs: number): PlannedFault {
  return { name, kind: 'node-kill', settings: {}, injectAtMs, healAtMs };
}

function createStage({ faults, failing }: { readonly faults: readonly PlannedFault[]; readonly failing?: string }) {
  const clock = new ManualClock();
  const happened: string[] = [];
  const note = (text: string): void => void happened.push(`${clock.nowMs()} ${text}`);
  const stop = new AbortController();
  const inject: Inject = async (planned) => {
    if (planned.name === failing) throw new Error('it resists');
    note(`inject ${planned.name}`);
    return { [Symbol.asyncDispose]: async () => note(`heal ${planned.name}`) };
  };
  const phases = [
    { name: 'steady', startMs: 0, endMs: 500, isWarmup: false },
    { name: 'spike', startMs: 500, endMs: 1_000, isWarmup: false },
  ];
  const play = (): Promise<void> =>
    playTimeline({
      plan: { phases, faults } as unknown as Plan,
      cluster: { awaitHealthy: async () => undefined } as unknown as Cluster,
      inject,
      journal: { append: (event) => note(describeEvent(event)) },
      axis: clock,
      signal: stop.signal,
    });
  return { clock, happened, stop, play };
}

function describeEvent(event: JournalEvent): string {
  if (event.kind === 'phase-started') return `phase ${event.phase}`;
  if (event.kind === 'trouble') return `trouble ${event.text}`;
  return event.kind === 'redundant-again' ? 'redundant' : event.kind;
}
