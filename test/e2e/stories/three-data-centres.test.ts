import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunRecord } from '../../../src/model/run-record.js';
import { expectAllAgree, recoveryOf, StoryTeller } from '../../fixtures/stories.js';

const nodes = ['cloud', 'jkt-a', 'jkt-b'];

describe('stories of three data centres', () => {
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
    // Only the node of zone b says that it does not serve, and its customers are the first to hear it.
    const refused = b?.refused ?? 0;
    expect(refused).toBeGreaterThan(0);
    // The others may say so too for the moment in which they count who is left.
    for (const other of [a, c]) expect(other?.refused).toBeLessThanOrEqual(Math.max(2, refused / 20));
    expectStall(record, 'split-b');
    expectAllAgree(record, nodes);
  });

  it('midnight sale: four times the traffic at once is served, and every payment of it is there', async () => {
    const { record } = await teller.play('midnight-sale');
    const { offeredPerSecond } = record.series;
    expect(Math.max(...offeredPerSecond)).toBeGreaterThan(3 * (offeredPerSecond[4] ?? Number.NaN));
    expect(record.totals.outcomes.acknowledged).toBeGreaterThan(500);
    expectAllAgree(record, nodes);
  });

  it('flash sale: payments to three merchants collide on every node, and each goes through once', async () => {
    const { record } = await teller.play('flash-sale');
    const [hottest] = record.hotAccounts?.accounts ?? [];
    expect(hottest?.kind).toBe('merchant');
    expect(hottest?.conflicts).toBeGreaterThan(10);
    expectStall(record, 'kill-jkt-b');
    expectAllAgree(record, nodes);
  });

  it('red envelopes: a budget runs dry in the middle of it all, and gives not one voucher too many', async () => {
    const { record } = await teller.play('red-envelope-night');
    expect(record.totals.outcomes.declined).toBeGreaterThan(50);
    expect(record.checks.find(({ check }) => check === 'vouchers-once')?.verdict).toBe('pass');
    expect(record.hotAccounts?.accounts[0]?.kind).toBe('budget');
    expectStall(record, 'kill-jkt-b');
    expectAllAgree(record, nodes);
  });

  it('zone outage: a data centre goes dark, and the two others serve its customers, too', async () => {
    const { record } = await teller.play('zone-outage-at-the-peak');
    const { nodeOutages } = recoveryOf(record, 'dark-a');
    const longest = (name: string): number => nodeOutages.find(({ node }) => node === name)?.outageMs?.valueMs ?? 0;
    expect(longest('jkt-a1')).toBeGreaterThan(10_000);
    for (const lit of ['jkt-b1', 'cloud']) expect(longest(lit)).toBeLessThan(5_000);
    expectStall(record, 'dark-a');
    expectAllAgree(record, ['cloud', 'jkt-a1', 'jkt-b1']);
  });

  it('status storm: after an outage everybody asks after payments, and is answered', async () => {
    const { record } = await teller.play('status-storm');
    const asked = record.latency.find(({ operation }) => operation === 'status')?.count ?? 0;
    const storm = record.phaseLoads.find(({ phase }) => phase === 'storm');
    expect(asked).toBeGreaterThan((storm?.arrivals ?? Number.NaN) / 3);
    expectStall(record, 'kill-jkt-b');
    expectAllAgree(record, nodes);
  });
});

/** The cluster stalls until it knows who is left: never shorter than it waits for a silent node, and not for long. */
function expectStall(record: RunRecord, fault: string): void {
  const { recoveryTimeMs } = recoveryOf(record, fault);
  expect(recoveryTimeMs?.valueMs).toBeGreaterThan(200);
  expect(recoveryTimeMs?.valueMs).toBeLessThan(8_000);
}
