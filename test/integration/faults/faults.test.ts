/** Every fault of the catalog on a real server: seen while it lasts, gone when it is healed, and healed by whoever finds its lease. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as faults from '../../../src/catalog/faults/index.js';
import * as topologies from '../../../src/catalog/topologies/index.js';
import { readLeases, removeLease, writeLease } from '../../../src/host/lease.js';
import { readEvents } from '../../../src/journal/event-log.js';
import { createRegistry } from '../../../src/kit/registry.js';
import type { FaultContext, FaultKind } from '../../../src/model/fault.js';
import type { JournalEvent } from '../../../src/model/journal.js';
import type { TopologyKind } from '../../../src/model/topology.js';
import { injectFault } from '../../../src/run/faults/inject-fault.js';
import { repairLeases } from '../../../src/run/faults/repair-leases.js';
import { breakAndDie } from '../../fixtures/doomed-runner.js';
import { aimAt, nameOfPlace, openPlace, type Aim, type FaultPlace } from '../../fixtures/fault-place.js';
import { surroundings } from '../../fixtures/injection.js';
import { giveLeasesTo, someLease } from '../../fixtures/leases.js';
import { takeInventory } from '../../fixtures/inventory.js';
import { Idler } from '../../fixtures/processes.js';
import { writeDocker } from '../../fixtures/stub-docker.js';
import { StubPrograms } from '../../fixtures/stub-programs.js';
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
  docker: { topology: 'single', settings: { node: 'db', action: 'pause', container: 'shop-{port}' } },
  exec: {
    topology: 'single',
    settings: {
      node: 'db',
      do: ['docker', 'pause', 'shop-{port}'],
      undo: ['sh', '-c', 'docker unpause shop-{port} || true'],
    },
  },
  'commit-ack-loss': { topology: 'single', settings: { node: 'db', share: '50%' }, isProxied: true },
  'connection-reset': { topology: 'single', settings: { node: 'db' }, isProxied: true },
  flapping: { topology: 'single', settings: { node: 'db', times: 50, lost: '300ms', back: '200ms' } },
  latency: { topology: 'single', settings: { node: 'db' }, isProxied: true },
  'slow-close': { topology: 'single', settings: { node: 'db', delay: '300ms' }, isProxied: true },
  'node-kill': { topology: 'single', settings: { node: 'db' } },
  'node-pause': { topology: 'single', settings: { node: 'db' } },
  'node-restart': { topology: 'single', settings: { node: 'db' } },
  'node-stop': { topology: 'single', settings: { node: 'db' } },
  'pool-exhaustion': { topology: 'single', settings: { node: 'db' }, clients: 12 },
  'read-only': { topology: 'single', settings: { node: 'db' } },
  'replication-stop': { topology: 'primary-replica', settings: { nodes: ['db-b'] } },
  'rolling-restart': { topology: 'single', settings: { down: '300ms' } },
  'zone-outage': { topology: 'single', settings: { zone: 'a' } },
};

/** What these order, nothing here can do; stand-ins are ordered in test/unit/faults/, and a person is asked in test/e2e/cli/. */
const elsewhere = ['aurora', 'chaos-mesh', 'group-replication', 'manual', 'oceanbase', 'pod-delete', 'rds', 'systemd'];

const nodePause: FaultKind = faults.nodePause;
const none: FaultKind = faults.none;
const healthyTimeoutMs = 30_000;
/** Of a single server, from SIGKILL of the runner: on an idle machine it takes one to two seconds. */
const healedWithinMs = 5_000;
/** Processes that were ended are gone a moment later. */
const patience = { timeout: 5_000, interval: 100 };
const breaking = catalog.faults.all
  .filter((kind) => kind.requires.length > 0 && !elsewhere.includes(kind.kind))
  .map((kind) => [kind.kind, kind] as const);

describe('faults of the catalog', () => {
  const places = new Map<string, FaultPlace>();
  let site: TargetSite;
  let stubs: StubPrograms;
  beforeAll(async () => {
    site = await TargetSite.open();
    stubs = await StubPrograms.open();
    await writeDocker(stubs);
    for (const aimed of Object.values(aims)) {
      const place = nameOfPlace(aimed);
      if (!places.has(place)) places.set(place, await openPlace(aimed, site.options));
    }
  });
  afterAll(async () => {
    for (const begun of places.values()) await begun[Symbol.asyncDispose]();
    await site[Symbol.asyncDispose]();
    await stubs[Symbol.asyncDispose]();
  });

  it('are all tried here', () => {
    expect([...Object.keys(aims), ...elsewhere].sort()).toEqual(catalog.faults.all.map((kind) => kind.kind));
  });

  describe.each(breaking)('%s', (name, kind) => {
    it('is seen while it lasts, and not before or after, and leaves nothing behind', async () => {
      const context = await aim(kind);
      const before = await takeInventory(site.state, context.cluster);
      expect(await kind.isEffective(context)).toBe(false);
      await kind.inject({ ...context, ...surroundings() });
      await expect.poll(() => kind.isEffective(context), { timeout: 5_000 }).toBe(true);
      await kind.heal(context);
      expect(await kind.isEffective(context)).toBe(false);
      await context.cluster.awaitHealthy({ timeoutMs: healthyTimeoutMs });
      await expect.poll(() => takeInventory(site.state, context.cluster), patience).toEqual(before);
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

    it('is healed, and leaves nothing behind, when the run is stopped in the middle of the injection', async () => {
      const context = await aim(kind);
      const before = await takeInventory(site.state, context.cluster);
      const stop = new AbortController();
      const onEvent = (event: JournalEvent): void => {
        if (event.kind === 'fault-injecting') setImmediate(() => stop.abort(new Error('stop')));
      };
      const injecting = inject(kind, { ...context, signal: stop.signal }, onEvent);
      // It may have been quick enough to be there.
      await injecting.then((fault) => fault[Symbol.asyncDispose]()).catch(() => undefined);
      expect(await kind.isEffective(context)).toBe(false);
      expect(await readLeases()).toEqual([]);
      await context.cluster.awaitHealthy({ timeoutMs: healthyTimeoutMs });
      await expect.poll(() => takeInventory(site.state, context.cluster), patience).toEqual(before);
    });

    it('is healed by the watchdog within seconds when its runner is killed, from the lease alone', async () => {
      const aimed = aims[name] as Aim;
      const before = await takeInventory(site.state, null);
      const death = await breakAndDie({ kind: name, aim: aimed, journalDirectory: site.directory, isWatched: true });
      await expect.poll(readLeases, { timeout: 60_000, interval: 20 }).toEqual([]);
      const tookMs = Date.now() - death.atMs;
      console.log(`${name} was healed ${tookMs} ms after its runner was killed`);
      expect(tookMs).toBeLessThan(healedWithinMs);

      await using found = await catalog.topologies.get(aimed.topology).attach?.(death.directory, site.options);
      if (found === undefined) throw new Error(`The servers of ${aimed.topology} cannot be found again.`);
      expect(await kind.isEffective(await aimAt(kind, aimed.settings, found))).toBe(false);
      expect(await readLeases()).toEqual([]);
      // The promise is given back first, and then the journal is told.
      const lastEvents = () =>
        readEvents(site.directory)
          .filter(({ kind: each }) => each.startsWith('fault-'))
          .slice(-3);
      await expect
        .poll(lastEvents, patience)
        .toMatchObject([
          { kind: 'fault-injecting' },
          { kind: 'fault-injected', fault: `a ${name}` },
          { kind: 'fault-healed', fault: `a ${name}`, by: 'watchdog' },
        ]);
      await found.awaitHealthy({ timeoutMs: healthyTimeoutMs });
      await found[Symbol.asyncDispose]();
      await expect.poll(() => takeInventory(site.state, null), patience).toEqual(before);
    });
  });

  it('are healed by the next command where no watchdog was left to do it, and the journal says so', async () => {
    const paused = aims['node-pause'] as Aim;
    const { directory } = await breakAndDie({
      kind: 'node-pause',
      aim: paused,
      journalDirectory: site.directory,
      isWatched: false,
    });
    const healed = await repairLeases({ catalog, clock: site.clock, onProgress: () => undefined });
    expect(healed.map(({ fault }) => fault)).toEqual(['a node-pause']);
    await using found = await catalog.topologies.get(paused.topology).attach?.(directory, site.options);
    expect(await found?.process?.state('db')).toBe('running');
    const healing = readEvents(site.directory).findLast((event) => event.kind === 'fault-healed');
    expect(healing).toMatchObject({ fault: 'a node-pause', by: 'heal' });
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

  function inject(
    kind: FaultKind,
    context: FaultContext,
    append: (event: JournalEvent) => void = () => undefined,
  ): Promise<AsyncDisposable> {
    const { cluster, settings, signal } = context;
    const planned = { name: `a ${kind.kind}`, kind: kind.kind, settings, injectAtMs: 0, healAtMs: 60_000 };
    const target = { cluster, runId: 'run-1', journalDirectory: site.directory };
    return injectFault(kind, planned, target, {
      axis: site.clock,
      signal,
      append,
    });
  }
});
