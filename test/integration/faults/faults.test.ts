/** Every fault of the catalog on a real server: seen while it lasts, gone when it is healed, and healed by whoever finds its lease. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as faults from '../../../src/catalog/faults/index.js';
import * as topologies from '../../../src/catalog/topologies/index.js';
import { readLeases, removeLease, writeLease } from '../../../src/host/lease.js';
import { readEvents } from '../../../src/journal/event-log.js';
import { createRegistry } from '../../../src/kit/registry.js';
import type { FaultContext, FaultKind } from '../../../src/model/fault.js';
import type { TopologyKind } from '../../../src/model/topology.js';
import { injectFault } from '../../../src/run/faults/inject-fault.js';
import { repairLeases } from '../../../src/run/faults/repair-leases.js';
import { breakAndDie } from '../../fixtures/doomed-runner.js';
import { aimAt, nameOfPlace, openPlace, type Aim, type FaultPlace } from '../../fixtures/fault-place.js';
import { surroundings } from '../../fixtures/injection.js';
import { giveLeasesTo, someLease } from '../../fixtures/leases.js';
import { Idler } from '../../fixtures/processes.js';
import { TargetSite } from '../../fixtures/target-site.js';

const catalog = {
  faults: createRegistry<FaultKind>(faults),
  topologies: createRegistry<TopologyKind>(topologies),
};

/** Where each is tried, which is the smallest topology that allows it, and what it is aimed at there. A new fault enters itself here. */
const aims: Readonly<Record<string, Aim>> = {
  none: { topology: 'single', settings: {} },
  bandwidth: { topology: 'single', settings: { node: 'db' }, isProxied: true },
  'black-hole': { topology: 'single', settings: { node: 'db' }, isProxied: true },
  'connection-storm': { topology: 'single', settings: { node: 'db', connections: 30 } },
  'commit-ack-loss': { topology: 'single', settings: { node: 'db', share: '50%' }, isProxied: true },
  'connection-reset': { topology: 'single', settings: { node: 'db' }, isProxied: true },
  flapping: { topology: 'single', settings: { node: 'db', times: 50, lost: '300ms', back: '200ms' } },
  latency: { topology: 'single', settings: { node: 'db' }, isProxied: true },
  'slow-close': { topology: 'single', settings: { node: 'db', delay: '300ms' }, isProxied: true },
  'node-kill': { topology: 'single', settings: { node: 'db' } },
  'node-pause': { topology: 'single', settings: { node: 'db' } },
  'node-restart': { topology: 'single', settings: { node: 'db' } },
  'node-stop': { topology: 'single', settings: { node: 'db' } },
  'packet-loss': { topology: 'primary-replica', settings: { node: 'db-b', share: '80%' }, needs: ['partition'] },
  partition: { topology: 'primary-replica', settings: { node: 'db-b' }, needs: ['partition'] },
  'pool-exhaustion': { topology: 'single', settings: { node: 'db' }, clients: 12 },
  'read-only': { topology: 'single', settings: { node: 'db' } },
  'replication-stop': { topology: 'primary-replica', settings: { nodes: ['db-b'] } },
  'rolling-restart': { topology: 'single', settings: { down: '300ms' } },
  'zone-outage': { topology: 'single', settings: { zone: 'a' } },
};

const nodePause: FaultKind = faults.nodePause;
const none: FaultKind = faults.none;
const healthyTimeoutMs = 30_000;
const breaking = catalog.faults.all
  .filter((kind) => kind.requires.length > 0)
  .map((kind) => [kind.kind, kind] as const);

describe('faults of the catalog', () => {
  const places = new Map<string, FaultPlace>();
  let site: TargetSite;
  beforeAll(async () => {
    site = await TargetSite.open();
    for (const aimed of Object.values(aims)) {
      const place = nameOfPlace(aimed);
      if (!places.has(place)) places.set(place, await openPlace(aimed, site.options));
    }
  });
  afterAll(async () => {
    for (const begun of places.values()) await begun[Symbol.asyncDispose]();
    await site[Symbol.asyncDispose]();
  });

  it('are all tried here', () => {
    expect(Object.keys(aims).sort()).toEqual(catalog.faults.all.map((kind) => kind.kind));
  });

  describe.each(breaking)('%s', (name, kind) => {
    it('is seen while it lasts, and not before or after', async () => {
      const context = await aim(kind);
      expect(await kind.isEffective(context)).toBe(false);
      await kind.inject({ ...context, ...surroundings() });
      await expect.poll(() => kind.isEffective(context), { timeout: 5_000 }).toBe(true);
      await kind.heal(context);
      expect(await kind.isEffective(context)).toBe(false);
      await context.cluster.awaitHealthy({ timeoutMs: healthyTimeoutMs });
    });

    it('may be injected twice and healed twice', async () => {
      const context = await aim(kind);
      await kind.inject({ ...context, ...surroundings() });
      await kind.inject({ ...context, ...surroundings() });
      await expect.poll(() => kind.isEffective(context), { timeout: 5_000 }).toBe(true);
      await kind.heal(context);
      await kind.heal(context);
      expect(await kind.isEffective(context)).toBe(false);
      await context.cluster.awaitHealthy({ timeoutMs: healthyTimeoutMs });
    });

    it('is healed by another process from the lease alone, and the journal says so', async () => {
      const aimed = aims[name] as Aim;
      const directory = await breakAndDie({ kind: name, aim: aimed, journalDirectory: site.directory });

      const healed = await repairLeases({ catalog, clock: site.clock, onProgress: () => undefined });

      expect(healed.map(({ fault }) => fault)).toEqual([`a ${name}`]);
      await using found = await catalog.topologies.get(aimed.topology).attach?.(directory, site.options);
      if (found === undefined) throw new Error(`The servers of ${aimed.topology} cannot be found again.`);
      expect(await kind.isEffective(await aimAt(kind, aimed.settings, found))).toBe(false);
      expect(await readLeases()).toEqual([]);
      const events = readEvents(site.directory).filter((event) => event.kind.startsWith('fault-'));
      expect(events.slice(-3)).toMatchObject([
        { kind: 'fault-injecting' },
        { kind: 'fault-injected', fault: `a ${name}` },
        { kind: 'fault-healed', fault: `a ${name}`, by: 'heal' },
      ]);
      await found.awaitHealthy({ timeoutMs: healthyTimeoutMs });
    });
  });

  it('are not injected into servers that another living run has broken', async () => {
    const context = await aim(nodePause);
    await using other = await Idler.start();
    await writeLease({ ...someLease, clusterDirectory: context.cluster.directory });
    await giveLeasesTo(other.identity);
    await expect(inject(nodePause, context)).rejects.toThrow('into the same servers');
    expect(await context.cluster.process?.state('db')).toBe('running');
    expect((await readLeases()).map(({ id }) => id)).toEqual([someLease.id]);
    await removeLease(someLease.id);
  });

  it('let a paused server go on by itself when nobody is left to heal it', async () => {
    const context = await aim(nodePause);
    await nodePause.inject({ ...context, ...surroundings(), boundMs: 1_000 });
    expect(await context.cluster.process?.state('db')).toBe('paused');
    await expect.poll(() => context.cluster.process?.state('db'), { timeout: 10_000 }).toBe('running');
    await nodePause.heal(context);
  });

  it('leave every server as it was when there is none', async () => {
    const context = await aim(none);
    expect(context.targets.nodes).toEqual([]);
    await none.inject({ ...context, ...surroundings() });
    expect(await context.cluster.process?.state('db')).toBe('running');
    await context.cluster.awaitHealthy({ timeoutMs: healthyTimeoutMs });
  });

  async function aim(kind: FaultKind): Promise<FaultContext> {
    const aimed = aims[kind.kind] as Aim;
    const cluster = places.get(nameOfPlace(aimed))?.cluster;
    if (cluster === undefined) throw new Error(`There is no ${aimed.topology} to try ${kind.kind} on.`);
    await cluster.awaitHealthy({ timeoutMs: healthyTimeoutMs });
    // Clients that a fault has cut off are to be back: only what is open can be cut.
    if (aimed.isProxied === true) await site.clock.sleep(300);
    return aimAt(kind, aimed.settings, cluster);
  }

  function inject(kind: FaultKind, context: FaultContext): Promise<AsyncDisposable> {
    const { cluster, settings, signal } = context;
    const planned = { name: `a ${kind.kind}`, kind: kind.kind, settings, injectAtMs: 0, healAtMs: 60_000 };
    const target = { cluster, runId: 'run-1', journalDirectory: site.directory };
    return injectFault(kind, planned, target, {
      axis: site.clock,
      signal,
      append: () => undefined,
    });
  }
});
