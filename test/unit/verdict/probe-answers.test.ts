/** What probe lanes say of a node: outages as long as the stall, and none where the instrument itself was held up. */
import { expect, test } from 'vitest';
import type { ProbeSample } from '../../../src/model/journal.js';
import { probeOutages, readProbeLanes, type ProbeOutage } from '../../../src/verdict/recovery/probe-answers.js';

const range = { fromMs: 0, toMs: 10_000 };

test('a stall is as long as the time between the answers around it', () => {
  expect(outagesOf(stalled('timeout'))).toEqual([{ fromMs: 3_985, toMs: 6_005, isOpen: false }]);
});

test('a replica that refuses every write has no outage', () => {
  expect(outagesOf(stalled('refused'))).toEqual([]);
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

test('a gap in which the prober itself was held up is no outage of the node', () => {
  expect(outagesOf(stalled('timeout'), 1_900)).toEqual([]);
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

function outagesOf(probes: readonly ProbeSample[], heldUpMs = 0): readonly ProbeOutage[] {
  const [lane] = readProbeLanes(probes, 1);
  return lane === undefined ? [] : probeOutages(lane, { range, shortestMs: 200, heldUpMs: () => heldUpMs });
}
