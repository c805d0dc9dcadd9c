/** What chance draws is the same for the same seed, leaves quiet before and after, and gives the target time between two faults. */
import { assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeKill } from '../../../../src/catalog/faults/node-kill.js';
import { nodePause } from '../../../../src/catalog/faults/node-pause.js';
import { createCatalog } from '../../../../src/catalog/index.js';
import { nodesBroken } from '../../../../src/kit/blast-radius.js';
import { takenTwice } from '../../../../src/kit/takings.js';
import type { DrawnFault } from '../../../../src/model/explore.js';
import type { FaultKind } from '../../../../src/model/fault.js';
import { baselineArrivalsMin, togetherMs } from '../../../../src/model/recovery.js';
import { drawEpisode, isControl, type Choice } from '../../../../src/repeat/explore/draw-episode.js';
import { exploreWindow } from '../../../../src/repeat/explore/explore-window.js';
import { planOf } from '../../../fixtures/plan.js';

const everyKind = createCatalog().faults;
const nodes = ['jkt-a', 'jkt-b', 'cloud'].map((name) => ({ name, zone: name }));
const kinds: readonly FaultKind[] = [nodeKill, nodePause];
const choices: readonly Choice[] = kinds.map((kind) => ({ kind, examples: kind.examples?.(nodes) ?? [] }));
const plan = planOf({
  phases: '[{ name: warm, for: 5s, rate: 400/s, warmup: true }, { name: calm, for: 60s, rate: 400/s }]',
});
const window = exploreWindow(plan)!;
const windowAt = (rate: string) => exploreWindow(planOf({ phases: `[{ name: calm, for: 60s, rate: ${rate} }]` }));
const stakes = { nodes, nodesAtOnceMax: 1 };
const draw = (number: number, seed = 7) =>
  drawEpisode({ ...plan.scenario, seed }, { draw: number, choices, window, stakes });
const healOf = ({ atMs, healAfterMs }: DrawnFault): number => atMs + healAfterMs;
const numbers = Array.from({ length: 200 }, (_unused, index) => index + 1);
const draws = (room: Partial<typeof window>, all: readonly Choice[]) =>
  numbers.flatMap((number) => {
    const options = { draw: number, choices: all, window: { ...window, ...room }, stakes };
    return drawEpisode(plan.scenario, options).faults;
  });

describe('a draw', () => {
  it('is the same whenever it is asked for, and another one for another number or seed', () => {
    expect(draw(2)).toEqual(draw(2));
    expect(draw(3).faults).not.toEqual(draw(2).faults);
    expect(draw(2, 8).faults).not.toEqual(draw(2).faults);
    expect(draw(3).scenario.seed).not.toBe(draw(2).scenario.seed);
  });

  it('strikes inside its window, and heals there', () => {
    assert(
      property(integer({ min: 1, max: 10_000 }), integer({ min: 0, max: 2 ** 31 }), (number, seed) => {
        for (const fault of draw(number, seed).faults) {
          expect(fault.atMs).toBeGreaterThanOrEqual(window.fromMs);
          expect(healOf(fault)).toBeLessThanOrEqual(window.toMs + 1);
        }
      }),
    );
  });

  it('gives the target eight seconds to come back, and then as much quiet as before the first fault', () => {
    const pairs = numbers.map((number) => draw(number).faults).filter((faults) => faults.length === 2);
    expect(pairs.length).toBeGreaterThan(20);
    for (const [first, second] of pairs)
      expect(second!.atMs - healOf(first!)).toBeGreaterThanOrEqual(8_000 + window.quietMs);
  });

  it('breaks nothing in one of six, and something in all others', () => {
    const empty = numbers.filter((number) => draw(number).faults.length === 0);
    expect(empty).toEqual(numbers.filter(isControl));
    expect(empty.slice(0, 3)).toEqual([1, 7, 13]);
  });

  it('comes to every kind and every node', () => {
    const all = numbers.flatMap((number) => draw(number).faults);
    expect(new Set(all.map(({ kind }) => kind))).toEqual(new Set(['node-kill', 'node-pause']));
    expect(new Set(all.map(({ settings }) => settings['node']))).toEqual(new Set(nodes.map(({ name }) => name)));
  });

  it('decodes settings as a scenario would', () => {
    const { faults, scenario } = draw(2);
    expect(scenario.faults.map(({ name, healAfterMs }) => ({ name, healAfterMs }))).toEqual(
      faults.map(({ name, healAfterMs }) => ({ name, healAfterMs })),
    );
  });
});

describe('two faults at once', () => {
  const every = everyKind.all.map((kind) => ({ kind, examples: kind.examples?.(nodes) ?? [] }));
  const able = every.filter(({ examples }) => examples.length > 0);
  const pairs = numbers
    .map((number) => drawEpisode(plan.scenario, { draw: number, choices: able, window, stakes }).faults)
    .filter(([first, second]) => first !== undefined && second !== undefined && second.atMs < healOf(first));

  it('are drawn now and then, within a second, so that they are one incident', () => {
    expect(pairs.length).toBeGreaterThan(15);
    for (const [first, second] of pairs) expect(second!.atMs - first!.atMs).toBeLessThan(togetherMs);
  });

  it('leave the target what it goes on without, and take different things', () => {
    for (const pair of pairs) {
      const [one, other] = pair.map(({ kind, settings }) => {
        const found = everyKind.get(kind);
        return { kind: found, settings: found.settings.parse(settings) };
      });
      const strikes = [one!, other!].map((each) => ({ ...each, injectAtMs: 0, healAtMs: 1 }));
      expect(Math.max(...nodesBroken(strikes, nodes))).toBeLessThanOrEqual(1);
      expect(takenTwice(one!, other!, nodes)).toBeNull();
    }
  });

  it('are not drawn where everything there is would break too much', () => {
    const alone = numbers.map((number) => draw(number).faults);
    for (const [first, second] of alone) {
      if (second !== undefined) expect(second.atMs).toBeGreaterThan(healOf(first!));
    }
  });
});

describe('a fault that goes through steps', () => {
  const stepped = everyKind.all
    .filter(({ course }) => course !== undefined)
    .map((kind) => ({ kind, examples: kind.examples?.(nodes) ?? [] }))
    .filter(({ examples }) => examples.length > 0);
  const neededBy = ({ kind, settings }: DrawnFault): number => {
    const found = everyKind.get(kind);
    return found.course?.(found.settings.parse(settings), nodes).takesMs ?? 0;
  };

  it('has the time that these need', () => {
    const drawn = draws({}, stepped);
    expect(new Set(drawn.map(({ kind }) => kind))).toEqual(new Set(['flapping', 'node-stop', 'rolling-restart']));
    for (const fault of drawn) expect(fault.healAfterMs).toBeGreaterThanOrEqual(neededBy(fault));
  });

  it('is not drawn where there is no time for it, unless there is nothing else', () => {
    const short = { toMs: window.fromMs + 3_000 };
    const kindsOf = (all: readonly Choice[]) => new Set(draws(short, all).map(({ kind }) => kind));
    expect(kindsOf([...choices, ...stepped])).not.toContain('rolling-restart');
    expect(kindsOf(stepped.filter(({ kind }) => kind.kind === 'rolling-restart'))).toEqual(
      new Set(['rolling-restart']),
    );
    for (const fault of draws(short, stepped)) expect(healOf(fault)).toBeLessThanOrEqual(short.toMs + 1);
  });
});

describe('the examples to draw from', () => {
  it.each([
    ['partition', ['"node":"jkt-a"', '"from":["jkt-a"]', '"to":["jkt-b"]', '"bridge":"cloud"']],
    ['latency', ['"jitter":"200ms"', '"jitter":"50ms"']],
    ['commit-ack-loss', ['"afterwards":"hang"', '"share":"25%"']],
    ['black-hole', ['"direction":"to-server"', '"direction":"to-client"']],
    ['flapping', ['"fault":"latency"', '"fault":"partition"', '"fault":"read-only"']],
  ])('of %s are of many forms', (kind, pieces) => {
    for (const piece of pieces) expect(JSON.stringify(everyKind.get(kind).examples?.(nodes))).toContain(piece);
  });

  it('cut zones that hold more than one node from the others', () => {
    const zoned = ['a', 'a', 'b'].map((zone, index) => ({ name: `node-${index}`, zone }));
    expect(everyKind.get('partition').examples?.(zoned)).toContainEqual({ zones: ['a'] });
  });

  it('are all what their kinds take', () => {
    for (const { settings, examples } of everyKind.all)
      for (const written of examples?.(nodes) ?? [])
        expect(settings.safeParse(written)).toMatchObject({ success: true });
  });
});

describe('the window', () => {
  it('begins after a quiet stretch of the measured time', () => {
    expect(window.fromMs).toBe(11_000);
  });

  it('waits where arrivals come slowly, until there are enough to measure a recovery against', () => {
    const { quietMs } = windowAt('50/s')!;
    expect(((quietMs - plan.scenario.client.deadlineMs) / 1_000) * 50).toBeCloseTo(1.2 * baselineArrivalsMin);
  });

  it('is none where a scenario is too short to see a recovery, or too slow', () => {
    expect(exploreWindow(planOf({ phases: '[{ name: calm, for: 10s, rate: 400/s }]' }))).toBeNull();
    expect(windowAt('10/s')).toBeNull();
  });
});
