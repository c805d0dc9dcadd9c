import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAllAgree, expectStall, recoveryOf, StoryTeller } from '../../fixtures/stories.js';

const nodes = ['cloud', 'jkt-a', 'jkt-b'];

describe('stories of a data centre that is lost', () => {
  let teller: StoryTeller;
  beforeAll(async () => {
    teller = await StoryTeller.open();
  });
  afterAll(() => teller[Symbol.asyncDispose]());

  it('network split: the side alone refuses, the others go on after a stall, each zone has its own story, and all agree in the end', async () => {
    const { record } = await teller.play('network-split');
    const split = recoveryOf(record, 'split-b');
    const [a, b, c] = split.zones;
    expect([a?.zone, b?.zone, c?.zone]).toEqual(['a', 'b', 'c']);
    // The node of zone b says that it does not serve, and its customers are the first to hear it: before a payment, or at its commit.
    const refusing = record.nodes.filter(({ states }) => states.some(({ state }) => state === 'not-ready'));
    expect(refusing.map(({ node }) => node)).toContain('jkt-b');
    const refused = b?.refused ?? 0;
    expect(refused + (record.totals.errors['commit-failed'] ?? 0)).toBeGreaterThan(0);
    // The others may say so too for the moment in which they count who is left.
    for (const other of [a, c]) expect(other?.refused).toBeLessThanOrEqual(Math.max(2, refused / 20));
    expectStall(record, 'split-b', ['jkt-a', 'cloud']);
    expectAllAgree(record, nodes);
  });

  it('zone outage: a data centre goes dark, and the two others serve its customers, too', async () => {
    const { record } = await teller.play('zone-outage-at-the-peak');
    const { nodeOutages } = recoveryOf(record, 'dark-a');
    const lit = ['jkt-b1', 'jkt-b2', 'cloud'];
    const longest = (name: string): number => nodeOutages.find(({ node }) => node === name)?.outageMs?.valueMs ?? 0;
    for (const dark of ['jkt-a1', 'jkt-a2']) expect(longest(dark)).toBeGreaterThan(10_000);
    expectStall(record, 'dark-a', lit);
    expectAllAgree(record, ['cloud', 'jkt-a1', 'jkt-a2', 'jkt-b1', 'jkt-b2']);
  });

  it('status storm: after an outage everybody asks after payments, and is answered', async () => {
    const { record } = await teller.play('status-storm');
    const asked = record.latency.find(({ operation }) => operation === 'status')?.count ?? 0;
    const storm = record.phaseLoads.find(({ phase }) => phase === 'storm');
    expect(asked).toBeGreaterThan((storm?.arrivals ?? Number.NaN) / 3);
    expectStall(record, 'kill-jkt-b', ['jkt-a', 'cloud']);
    expectAllAgree(record, nodes);
  });
});
