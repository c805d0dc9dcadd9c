/** Every fault of the catalog on a real server: seen while it lasts, and gone when it is healed. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as faults from '../../../src/catalog/faults/index.js';
import { removeLease, writeLease } from '../../../src/host/lease.js';
import type { FaultContext, FaultKind } from '../../../src/model/fault.js';
import type { JournalEvent } from '../../../src/model/journal.js';
import { injectFault } from '../../../src/run/faults/inject-fault.js';
import { aims, catalog, elsewhere, impossible, isForGood, trials } from '../../fixtures/fault-aims.js';
import { aimAt, nameOfPlace, openPlace, type Aim, type FaultPlace } from '../../fixtures/fault-place.js';
import { surroundings } from '../../fixtures/injection.js';
import { giveLeasesTo, heldLeases, someLease } from '../../fixtures/leases.js';
import { takeInventory } from '../../fixtures/inventory.js';
import { Idler } from '../../fixtures/processes.js';
import { writeDocker, writeSystemctl } from '../../fixtures/stub-docker.js';
import { StubPrograms } from '../../fixtures/stub-programs.js';
import { TargetSite } from '../../fixtures/target-site.js';

const nodePause: FaultKind = faults.nodePause;
const none: FaultKind = faults.none;
const healthyTimeoutMs = 30_000;
/** Processes that were ended are gone a moment later. */
const patience = { timeout: 5_000, interval: 100 };

describe('faults of the catalog', () => {
  const places = new Map<string, Promise<FaultPlace>>();
  let site: TargetSite;
  let stubs: StubPrograms;
  beforeAll(async () => {
    site = await TargetSite.open();
    stubs = await StubPrograms.open();
    await writeDocker(stubs);
    await writeSystemctl(stubs);
  });
  afterAll(async () => {
    for (const begun of places.values()) await (await begun)[Symbol.asyncDispose]();
    await site[Symbol.asyncDispose]();
    await stubs[Symbol.asyncDispose]();
  });

  it('are all tried here', () => {
    expect([...Object.keys(aims), ...elsewhere].sort()).toEqual(catalog.faults.all.map((kind) => kind.kind));
  });

  it.each(impossible)('%s is refused on this machine, with the reason and what comes nearest', async (name, kind) => {
    const obstacle = await kind.obstacle?.(kind.settings.parse(aims[name]?.settings));
    expect(obstacle?.reason).toMatch(/\.$/u);
    expect(obstacle?.alternative).toMatch(/\.$/u);
  });

  describe.each(trials)('%s', (_name, kind, tried) => {
    it('is seen while it lasts, and not before or after, may be injected and healed twice, and leaves nothing behind', async () => {
      const context = await aim(kind, tried);
      const before = await takeInventory(site.state, context.cluster);
      expect(await kind.isEffective(context)).toBe(false);
      for (const _time of ['first', 'second']) {
        await kind.inject({ ...context, ...surroundings() });
        await expect.poll(() => kind.isEffective(context), { timeout: 5_000 }).toBe(true);
      }
      for (const _time of ['first', 'second']) {
        await kind.heal(context);
        await expect.poll(() => kind.isEffective(context), patience).toBe(isForGood(kind));
      }
      await context.cluster.awaitHealthy({ timeoutMs: healthyTimeoutMs });
      if (isForGood(kind)) return;
      await expect.poll(() => takeInventory(site.state, context.cluster), patience).toEqual(before);
    });

    it('is healed, and leaves nothing behind, when the run is stopped in the middle of the injection', async () => {
      const context = await aim(kind, tried);
      const before = await takeInventory(site.state, context.cluster);
      const stop = new AbortController();
      const onEvent = (event: JournalEvent): void => {
        if (event.kind === 'fault-injecting') setImmediate(() => stop.abort(new Error('stop')));
      };
      const injecting = inject(kind, { ...context, signal: stop.signal }, onEvent);
      // It may have been quick enough to be there.
      await injecting.then((fault) => fault[Symbol.asyncDispose]()).catch(() => undefined);
      expect(await heldLeases()).toEqual([]);
      await context.cluster.awaitHealthy({ timeoutMs: healthyTimeoutMs });
      if (isForGood(kind)) return;
      expect(await kind.isEffective(context)).toBe(false);
      await expect.poll(() => takeInventory(site.state, context.cluster), patience).toEqual(before);
    });
  });

  it('are not injected into servers that another living run has broken', async () => {
    const context = await aim(nodePause);
    await using other = await Idler.start();
    await writeLease({ ...someLease, clusterDirectory: context.cluster.directory });
    await giveLeasesTo(other.identity);
    await expect(inject(nodePause, context)).rejects.toThrow('into the same servers');
    expect(await context.cluster.process?.state('db')).toBe('running');
    expect((await heldLeases()).map(({ id }) => id)).toEqual([someLease.id]);
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

  async function aim(kind: FaultKind, aimed = aims[kind.kind] as Aim): Promise<FaultContext> {
    const place = nameOfPlace(aimed);
    // Servers that nobody needs any more still take their share of the processors.
    for (const [name, begun] of places) {
      if (name === place && !isForGood(kind)) continue;
      await (await begun)[Symbol.asyncDispose]();
      places.delete(name);
    }
    const opening = places.get(place) ?? openPlace(aimed, site.options);
    places.set(place, opening);
    const { cluster } = await opening;
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
