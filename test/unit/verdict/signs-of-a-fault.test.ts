/** What counts as a fault's own: the first sign of it on a survivor, outages of nodes before its heal, and the faults injected with it. */
import { describe, expect, it } from 'vitest';
import type { ProbeSample } from '../../../src/model/journal.js';
import type { FaultStory } from '../../../src/verdict/fault-stories.js';
import type { EventOf, JournalFacts } from '../../../src/verdict/read-journal.js';
import { groupIncidents } from '../../../src/verdict/recovery/incidents.js';
import { timeToDetect, timeToFullRedundancy } from '../../../src/verdict/recovery/milestones.js';
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

describe('the time to detect', () => {
  it('covers the time from the look before to the end of the one that saw it', () => {
    const slow = { ...sees('jkt-a', 11_400, 2), between: { fromMs: 10_300, toMs: 12_700 } };
    expect(detected([sees('jkt-a', 0, 3), slow])).toEqual({ valueMs: 1_500, errorMs: 1_200, isCensored: false });
  });

  it('is not that of the route which brings the node back after the heal', () => {
    const story = { ...storyOf('kill', 10_000), heal: { startedMs: 20_000, verifiedMs: 20_500 } };
    expect(timeToDetect(routed(20_600), story, 60_000)).toBeNull();
    expect(timeToDetect(routed(11_000), story, 60_000)).toMatchObject({ valueMs: 1_000 });
  });
});

describe('the time to full redundancy', () => {
  const healed = { ...storyOf('kill', 10_000), heal: { startedMs: 20_000, verifiedMs: 20_500 } };

  it('ends when all were seen to be back after the heal, or is at least what was watched', () => {
    const back = { ...factsOf([]), redundantAgainMs: [15_000, 24_000] };
    expect(timeToFullRedundancy(back, healed)).toMatchObject({ valueMs: 14_000, isCensored: false });
    expect(timeToFullRedundancy(factsOf([]), healed)).toMatchObject({ valueMs: 50_000, isCensored: true });
  });

  it('is unknown where nobody watched any more when somebody else healed', () => {
    expect(timeToFullRedundancy({ ...factsOf([]), watchedUntilMs: 12_400 }, healed)).toBeNull();
  });

  it('has no meaning for a single server', () => {
    const { header, ...facts } = { ...factsOf([]), redundantAgainMs: [24_000] };
    const single = { ...facts, header: { ...header, nodes: header.nodes.slice(0, 1) } };
    expect(timeToFullRedundancy(single, healed)).toBeNull();
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

describe('a gap that the prober may have slept through', () => {
  const standing: EventOf<'instrument'> = {
    kind: 'instrument',
    atMs: 11_500,
    eventLoopDelayMsMax: 1_000,
    garbageCollectionMs: 0,
    rssBytes: 2 ** 27,
  };
  const held = probesAt((atMs) => (atMs >= 10_500 && atMs < 11_500 ? 11_500 : atMs + 2));

  it('leaves the outage of a node unknown by its length, not exactly zero', () => {
    const [first] = nodeOutagesOf(lanesOf(held, [standing]), storyOf('kill', 10_000), whole);
    expect(first?.outageMs).toMatchObject({ valueMs: 0, isCensored: false });
    expect(first?.outageMs?.errorMs).toBeCloseTo(1_018, -1);
  });

  it('is an outage where the prober was awake', () => {
    const [first] = nodeOutagesOf(lanesOf(held), storyOf('kill', 10_000), whole);
    expect(first?.outageMs?.valueMs).toBeCloseTo(1_018, -1);
    expect(first?.outageMs?.errorMs).toBeLessThan(100);
  });
});

describe('faults are one incident', () => {
  it.each([
    [0, 1],
    [500, 1],
    [1_000, 1],
    // A second by the scenario, and late.
    [1_040, 1],
    [1_251, 2],
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
    planned: null,
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
    firstLooks: [],
    intervals: [],
    instrument: [],
    nodeStates,
    routeChanges: [],
    notices: [],
    redundantAgainMs: [],
    bankTotals: [],
    bufferLooks: [],
    backups: [],
    threadDeath: null,
    brokenBy: null,
    breaches: [],
    troubles: [],
    sealedFiles: [],
    watchedUntilMs: 60_000,
  };
}

function detected(states: readonly NodeState[]): ReturnType<typeof timeToDetect> {
  return timeToDetect(factsOf(states), storyOf('kill', 10_000), 60_000);
}

const whole = { fromMs: 10_000, toMs: 60_000 };

function routed(atMs: number): JournalFacts {
  return { ...factsOf([]), routeChanges: [{ kind: 'route-changed', atMs, writable: ['jkt-a'] }] };
}

/** The first node's probes fail in these stretches. */
function outagesOf(
  story: FaultStory,
  stretches: readonly (readonly [fromMs: number, toMs: number])[],
): ReturnType<typeof nodeOutagesOf> {
  const probes = probesAt((atMs) => atMs + 2).map((probe): ProbeSample => {
    const isOut = stretches.some(([fromMs, toMs]) => probe.intendedStartMs >= fromMs && probe.intendedStartMs < toMs);
    return isOut ? { ...probe, outcome: 'failed' } : probe;
  });
  return nodeOutagesOf(lanesOf(probes), story, whole);
}

/** A minute of probes of the first node, each written when it is told. */
function probesAt(endOf: (atMs: number) => number): readonly ProbeSample[] {
  const everyMs = 1_000 / planOf().scenario.probes.ratePerSecond;
  return Array.from({ length: Math.floor(60_000 / everyMs) }, (_each, index): ProbeSample => {
    const intendedStartMs = index * everyMs;
    return { node: 0, outcome: 'written', errno: 0, intendedStartMs, endMs: endOf(intendedStartMs) };
  });
}

function lanesOf(probes: readonly ProbeSample[], instrument: JournalFacts['instrument'] = []): Observation {
  return {
    facts: { ...factsOf([]), instrument },
    lanes: readProbeLanes(probes, ['jkt-a', 'jkt-b', 'cloud']),
  } as unknown as Observation;
}
