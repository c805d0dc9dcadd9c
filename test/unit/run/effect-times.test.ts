/** When a fault that strikes several nodes took effect: on the first, and on the last. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { FaultKind } from '../../../src/model/fault.js';
import type { JournalEvent } from '../../../src/model/journal.js';
import type { Cluster } from '../../../src/model/topology.js';
import { injectFault } from '../../../src/run/faults/inject-fault.js';
import { TargetSite } from '../../fixtures/target-site.js';
import { pretendedFault } from '../../fixtures/pretended-fault.js';

let site: TargetSite;
beforeEach(async () => {
  site = await TargetSite.open();
});
afterEach(() => site[Symbol.asyncDispose]());

it('the first and the last of several nodes are told, where each shows the effect for itself', async () => {
  const injected = await eventOf({ isSeenOnEach: true });
  expect(injected.firstVerifiedMs).toBeLessThan(injected.verifiedMs);
});

it('of a fault that shows only as a whole, one time is told', async () => {
  expect(await eventOf({})).not.toHaveProperty('firstVerifiedMs');
});

/** Node a shows it at the first look, node b at the third. */
async function eventOf(more: Pick<FaultKind, 'isSeenOnEach'>) {
  const looks = new Map<string, number>();
  let isHealed = false;
  const kind = pretendedFault('zone-outage', ['a', 'b'], {
    ...more,
    async isEffective({ targets }) {
      for (const node of targets.nodes) looks.set(node, (looks.get(node) ?? 0) + 1);
      return !isHealed && (!targets.nodes.includes('b') || (looks.get('b') ?? 0) >= 3);
    },
    async heal() {
      isHealed = true;
    },
  });
  const events: JournalEvent[] = [];
  const planned = { name: 'lose', kind: kind.kind, settings: {}, injectAtMs: 0, healAtMs: 1_000 };
  const cluster = { topology: 'simulated', directory: null } as Cluster;
  const target = { cluster, runId: 'run-1', journalDirectory: site.directory };
  const { signal } = new AbortController();
  const append = (event: JournalEvent): number => events.push(event);
  await using _fault = await injectFault(kind, planned, target, { axis: site.clock, signal, append });
  const injected = events.find((event) => event.kind === 'fault-injected');
  if (injected === undefined) throw new Error('No effect was seen.');
  return injected;
}
