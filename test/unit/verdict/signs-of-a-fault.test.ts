/** What counts as a fault's own: the first sign of it on a survivor, outages of nodes before its heal, and the faults injected with it. */
import { describe, expect, it } from 'vitest';
import type { ProbeSample } from '../../../src/model/journal.js';
import type { FaultStory } from '../../../src/verdict/fault-stories.js';
import type { EventOf, JournalFacts } from '../../../src/verdict/read-journal.js';
import { groupIncidents } from '../../../src/verdict/recovery/incidents.js';
import { timeToDetect } from '../../../src/verdict/recovery/milestones.js';
import { nodeOutagesOf } from '../../../src/verdict/recovery/node-outages.js';
import type { Observation } from '../../../src/verdict/recovery/observation.js';
import { readProbeLanes } from '../../../src/verdict/recovery/probe-answers.js';
import { planOf } from '../../fixtures/plan.js';
import { headerOf } from '../../fixtures/synthetic-run.js';

type NodeState = EventOf<'node-state'>;

describe('a fault is detected', () => {
  it('when a survivor sees fewer members', () => {
    expect(detected([sees('jkt-a', 0, 3), sees('jkt-a', 11_400, 2)])).toMatchObject({ valueMs: 1_400 });
  });

  it('when a survivor no longer serves', () => {
    const stops = { ...sees('jkt-a', 10_900, 3), state: 'not-ready' } as const;
    expect(detected([sees('jkt-a', 0, 3), stops])).toMatchObject({ valueMs: 900 });
  });

  it('not by what its own victim says: that is the fault, not the knowledge of it', () => {
    const down = { ...sees('jkt-b', 10_100, 0), state: 'not-ready' } as const;
    expect(detected([sees('jkt-b', 0, 3), down])).toBeNull();
    const survivor = [sees('jkt-a', 0, 3), sees('jkt-a', 11_400, 2)];
    expect(detected([sees('jkt-b', 0, 3), down, ...survivor])).toMatchObject({ valueMs: 1_400 });
  });
});

describe('a node’s outage', () => {
  it('that begins after the heal is not the fault’s, however long', () => {
    const story = { ...storyOf('kill', 10_000), heal: { startedMs: 20_000, verifiedMs: 20_500 } };
    const [first] = outagesOf(story, [
      [10_000, 11_000],
      [25_000, 30_000],
    ]);
    expect(first?.outageMs?.valueMs).toBeGreaterThan(900);
    expect(first?.outageMs?.valueMs).toBeLessThan(1_200);
  });

  it('without a heal is the longest, whenever it came', () => {
    const [first] = outagesOf(storyOf('kill', 10_000), [
      [10_000, 11_000],
      [25_000, 30_000],
    ]);
    expect(first?.outageMs?.valueMs).toBeGreaterThan(4_900);
  });
});

describe('faults are one incident', () => {
  it.each([
    [0, 1],
    [500, 1],
    [1_000, 1],
    [1_001, 2],
    [5_000, 2],
  ])('when they are %i ms apart: %i', (apartMs, incidents) => {
    const stories = [storyOf('stop', 10_000), storyOf('kill', 10_000 + apartMs)];
    expect(groupIncidents(stories, 60_000)).toHaveLength(incidents);
  });
});

function storyOf(fault: string, issuedMs: number): FaultStory {
  return {
    fault,
    kind: 'node-kill',
    sentence: 'kills node jkt-b with SIGKILL',
    targets: { nodes: ['jkt-b'] },
    issuedMs,
    verifiedMs: issuedMs,
    ineffectiveReason: null,
    heal: null,
    healFailure: null,
  };
}

function sees(node: string, atMs: number, clusterSize: number): NodeState {
  return { kind: 'node-state', atMs, node, state: 'serving', detail: '', clusterSize, replicaLagMs: null };
}

function factsOf(nodeStates: readonly NodeState[]): JournalFacts {
  return {
    header: headerOf(planOf()),
    finish: 'completed',
    audit: null,
    faults: [],
    intervals: [],
    instrument: [],
    nodeStates,
    routeChanges: [],
    notices: [],
    redundantAgainMs: [],
    bankTotals: [],
    breaches: [],
    sealedFiles: [],
    lastEventMs: 60_000,
  };
}

function detected(states: readonly NodeState[]): ReturnType<typeof timeToDetect> {
  return timeToDetect(factsOf(states), storyOf('kill', 10_000), 60_000);
}

/** The first node's probes fail in these stretches. */
function outagesOf(
  story: FaultStory,
  stretches: readonly (readonly [fromMs: number, toMs: number])[],
): ReturnType<typeof nodeOutagesOf> {
  const facts = factsOf([]);
  const everyMs = 1_000 / facts.header.plan.scenario.probes.ratePerSecond;
  const probes = Array.from({ length: Math.floor(60_000 / everyMs) }, (_each, index): ProbeSample => {
    const intendedStartMs = index * everyMs;
    const isOut = stretches.some(([fromMs, toMs]) => intendedStartMs >= fromMs && intendedStartMs < toMs);
    return { node: 0, outcome: isOut ? 'failed' : 'written', errno: 0, intendedStartMs, endMs: intendedStartMs + 2 };
  });
  const observation = { facts, lanes: readProbeLanes(probes, 3) } as unknown as Observation;
  return nodeOutagesOf(observation, story, { fromMs: 10_000, toMs: 60_000 });
}
