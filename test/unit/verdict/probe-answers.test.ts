/** What probe lanes say of a node: outages as long as the stall, and none where the instrument itself was held up. */
import { expect, test } from 'vitest';
import type { Interval } from '../../../src/model/recovery.js';
import type { ProbeSample } from '../../../src/model/journal.js';
import {
  probeGaps,
  readProbeLanes,
  type ProbeGap,
  type RouteFrom,
} from '../../../src/verdict/recovery/probe-answers.js';

const range = { fromMs: 0, toMs: 10_000 };

test('a stall is as long as the time between the answers around it', () => {
  expect(outagesOf(stalled('timeout'))).toEqual([{ fromMs: 3_985, toMs: 6_005, isOpen: false }]);
});

test('a replica that refuses every write has no outage', () => {
  const refused = steady(({ intendedStartMs }) => intendedStartMs + 5).map(
    (probe) => ({ ...probe, outcome: 'refused' }) as const,
  );
  expect(outagesOf(refused)).toEqual([]);
});

test('a node that took writes and refuses them has an outage, although it answers', () => {
  expect(outagesOf(stalled('refused'))).toEqual([{ fromMs: 3_985, toMs: 6_005, isOpen: false }]);
});

test('a former primary that clients have left may refuse writes, and one that they have come back to may not', () => {
  const left = { atMs: 4_500, writable: ['db-b'] };
  const back = { atMs: 5_500, writable: ['db-a'] };
  expect(outagesOf(stalled('refused'), 0, [left, back])).toEqual([
    { fromMs: 3_985, toMs: 4_505, isOpen: false },
    { fromMs: 5_485, toMs: 6_005, isOpen: false },
  ]);
});

test.each([250, 400, 450])(
  'a stall of %s ms, shorter than the patience of a probe, is told by those that waited',
  (lengthMs) => {
    const endMs = 4_000 + lengthMs;
    const waited = steady(({ intendedStartMs }) => {
      return intendedStartMs >= 4_000 && intendedStartMs < endMs ? endMs : intendedStartMs + 5;
    });
    expect(outagesOf(waited)).toEqual([{ fromMs: 3_985, toMs: endMs, isOpen: false }]);
  },
);

test('a gap in which nobody asked is no outage', () => {
  const asked = steady(({ intendedStartMs }) => intendedStartMs + 5).filter(({ intendedStartMs }) => {
    return intendedStartMs < 4_000 || intendedStartMs >= 5_000;
  });
  expect(outagesOf(asked)).toEqual([]);
});

test('a node that never answers again has an open outage', () => {
  const dead = stalled('failed').filter(({ intendedStartMs }) => intendedStartMs < 6_000);
  expect(outagesOf(dead)).toEqual([{ fromMs: 3_985, toMs: 10_000, isOpen: true }]);
});

test('a stall in which the prober noted failures is an outage, however long it stood still in the same seconds', () => {
  expect(outagesOf(stalled('timeout'), 1_900)).toEqual([{ fromMs: 3_985, toMs: 6_005, isOpen: false }]);
  expect(gapsOf(stalled('timeout'), 1_900)[0]?.heldUpMs).toBe(20);
});

test('a gap that the prober may have slept through is no outage for certain, but is told', () => {
  const asleep = steady(({ intendedStartMs }) => {
    return intendedStartMs >= 4_000 && intendedStartMs < 6_000 ? 6_005 : intendedStartMs + 5;
  });
  expect(gapsOf(asleep, 1_990)).toEqual([
    { fromMs: 3_985, toMs: 6_005, isOpen: false, heldUpMs: 1_990, isOutage: false },
  ]);
  expect(outagesOf(asleep, 1_500)).toEqual([{ fromMs: 3_985, toMs: 6_005, isOpen: false }]);
});

/** A probe every 20 ms, each answered when it is told. */
function steady(endOf: (probe: { readonly intendedStartMs: number }) => number): readonly ProbeSample[] {
  return Array.from({ length: 500 }, (_each, index) => {
    const intendedStartMs = index * 20;
    return { node: 0, outcome: 'written', errno: 0, intendedStartMs, endMs: endOf({ intendedStartMs }) };
  });
}

/** A probe every 20 ms, answered 5 ms later, but not from 4 s to 6 s. */
function stalled(outcome: ProbeSample['outcome']): readonly ProbeSample[] {
  return Array.from({ length: 500 }, (_each, index) => {
    const intendedStartMs = index * 20;
    const isOut = intendedStartMs >= 4_000 && intendedStartMs < 6_000;
    return { node: 0, outcome: isOut ? outcome : 'written', errno: 0, intendedStartMs, endMs: intendedStartMs + 5 };
  });
}

type Outage = Interval & Pick<ProbeGap, 'isOpen'>;

function outagesOf(probes: readonly ProbeSample[], heldUpMs = 0, routes: readonly RouteFrom[] = []): readonly Outage[] {
  const outages = gapsOf(probes, heldUpMs, routes).filter((gap) => gap.isOutage);
  return outages.map(({ fromMs, toMs, isOpen }) => ({ fromMs, toMs, isOpen }));
}

function gapsOf(
  probes: readonly ProbeSample[],
  heldUpMs: number,
  routes: readonly RouteFrom[] = [],
): readonly ProbeGap[] {
  const [lane] = readProbeLanes(probes, ['db-a'], routes);
  return lane === undefined ? [] : probeGaps(lane, { range, shortestMs: 200, heldUpMs: () => heldUpMs });
}
