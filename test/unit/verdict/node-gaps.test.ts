/** A node that goes on serving old connections and takes no new ones is out for whoever has to connect; an outage for everybody is as long as before. */
import { describe, expect, it } from 'vitest';
import type { Interval } from '../../../src/model/recovery.js';
import type { ProbeSample } from '../../../src/model/journal.js';
import { nodeGaps, type NodeGap } from '../../../src/verdict/recovery/node-gaps.js';
import { readProbeLanes } from '../../../src/verdict/recovery/probe-answers.js';

const range = { fromMs: 0, toMs: 20_000 };
const never = { fromMs: 0, toMs: 0 };

describe('a node that takes no new connections', () => {
  it('is out for as long as none succeeds, to within the interval of those that try', () => {
    const [gap, ...others] = gapsOf({ shut: { fromMs: 4_000, toMs: 7_000 }, dead: never });
    expect(others).toEqual([]);
    expect(gap).toMatchObject({ isOpen: false, isOutage: true, intervalMs: 200 });
    expect(Math.abs((gap?.toMs ?? 0) - (gap?.fromMs ?? 0) - 3_000)).toBeLessThanOrEqual(200);
  });

  it('is out beyond the outage of everybody in the middle of it', () => {
    const [gap, ...others] = gapsOf({ shut: { fromMs: 4_000, toMs: 9_000 }, dead: { fromMs: 6_000, toMs: 7_000 } });
    expect(others).toEqual([]);
    expect(Math.abs((gap?.toMs ?? 0) - (gap?.fromMs ?? 0) - 5_000)).toBeLessThanOrEqual(200);
  });

  it('for a moment only is the scatter of the few that try', () => {
    expect(gapsOf({ shut: { fromMs: 4_150, toMs: 4_250 }, dead: never })).toEqual([]);
  });
});

it('an outage of everybody is told by all probes, as exactly as without fresh ones', () => {
  const [gap, ...others] = gapsOf({ shut: never, dead: { fromMs: 4_000, toMs: 6_000 } });
  expect(others).toEqual([]);
  expect(gap).toMatchObject({ fromMs: 3_985, toMs: 6_005, intervalMs: 20 });
});

interface Story {
  /** No connection can be opened. */
  readonly shut: Interval;
  /** Nothing is answered. */
  readonly dead: Interval;
}

/** A probe every 20 ms, of which every tenth has to connect. */
function gapsOf({ shut, dead }: Story): readonly NodeGap[] {
  const probes = Array.from({ length: 1_000 }, (_each, index): ProbeSample => {
    const intendedStartMs = index * 20;
    const isFresh = index % 10 === 0;
    const isOut = isIn(intendedStartMs, dead) || (isFresh && isIn(intendedStartMs, shut));
    const outcome = isOut ? 'failed' : 'written';
    return { node: 0, outcome, errno: 0, intendedStartMs, endMs: intendedStartMs + 5, isFresh };
  });
  const [lane] = readProbeLanes(probes, ['db']);
  return lane === undefined ? [] : nodeGaps(lane, { range, shortestMs: 200, heldUpMs: () => 0 }, 20);
}

function isIn(atMs: number, { fromMs, toMs }: Interval): boolean {
  return atMs >= fromMs && atMs < toMs;
}
