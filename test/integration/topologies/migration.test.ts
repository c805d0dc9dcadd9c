/** A Galera cluster that follows a primary and takes its place: which side takes writes at every moment, and what becomes of a cutover that stops half way. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migration } from '../../../src/catalog/topologies/migration.js';
import { cutoverOf } from '../../../src/kit/capability-of.js';
import type { Cluster, Route } from '../../../src/model/topology.js';
import { SalesClerk } from '../../fixtures/sales-clerk.js';
import { fill, salesOn, sql, TargetSite } from '../../fixtures/target-site.js';

const healthyTimeoutMs = 60_000;
const oldSide = ['old-a', 'old-b'];
const newSide = ['new-a', 'new-b'];
const settings = {
  from: { nodes: oldSide.map((name) => ({ name, zone: 'a' })) },
  to: { nodes: newSide.map((name) => ({ name, zone: 'b' })), timeouts: 'fast' },
};

describe('a migration', () => {
  let site: TargetSite;
  let cluster: Cluster;
  const routes: Route[] = [];
  beforeEach(async () => {
    site = await TargetSite.open();
    cluster = await site.start(migration, settings);
    routes.length = 0;
    cluster.onRouteChange((route) => routes.push(route));
    await fill(cluster, 'old-a', [1, 2, 3]);
    await cluster.awaitHealthy({ timeoutMs: healthyTimeoutMs });
  });
  afterEach(async () => {
    await cluster[Symbol.asyncDispose]();
    expect(await site.leftBehind()).toEqual([]);
    await site[Symbol.asyncDispose]();
  });

  it('serves on its old side, is followed by its new side, which refuses writes, and moves without losing a sale', async () => {
    expect(cluster.route().writable).toEqual(['old-a']);
    expect(await writers()).toEqual(['old-a']);
    expect(await cluster.readableNodes({ timeoutMs: 10_000 })).toEqual({
      authority: 'old-a',
      comparable: [...oldSide, ...newSide],
      excluded: [],
    });
    expect(await salesOn(cluster, 'new-b')).toEqual([1, 2, 3]);

    await using clerk = new SalesClerk(cluster, 'old-a', 1_000, site.clock);
    await clerk.sold(30);
    const told: string[] = [];
    await cutOver((text) => told.push(text));
    await clerk.stop();

    expect(routes).toEqual([{ writable: [] }, { writable: newSide }]);
    expect(told).toMatchObject([
      expect.stringContaining('takes no more writes'),
      expect.stringContaining('holds everything'),
    ]);
    expect(await writers()).toEqual(newSide);
    for (const node of newSide)
      expect(await salesOn(cluster, node)).toEqual(expect.arrayContaining(clerk.acknowledged));
    await fill(cluster, 'new-a', [500_000]);
    await cluster.awaitHealthy({ timeoutMs: healthyTimeoutMs });
    const readable = await cluster.readableNodes({ timeoutMs: 10_000 });
    expect(readable).toMatchObject({ authority: 'new-a', comparable: newSide });
    expect(readable.excluded.map(({ node, hasStrayed = false }) => [node, hasStrayed])).toEqual([
      ['old-a', false],
      ['old-b', false],
    ]);
  });

  it('shows that there were two truths when the old side took writes after the cutover', async () => {
    await cutOver();
    await cluster.administration?.order('old-a', 'SET GLOBAL read_only = 0');
    await fill(cluster, 'old-a', [600_000]);
    await expect.poll(() => strayed(), { timeout: 10_000 }).toEqual(oldSide);
  });

  it('goes back when the new side does not hold everything in time, and can be tried again', async () => {
    await cluster.administration?.order('new-a', 'STOP SLAVE SQL_THREAD');
    await fill(cluster, 'old-a', [4]);
    const broken = cutOver(() => undefined, 300);
    await expect(broken).rejects.toThrow('did not hold everything');
    expect(await writers()).toEqual([]);
    await cutoverOf(cluster).settle();
    expect(cluster.route().writable).toEqual(['old-a']);
    expect(await writers()).toEqual(['old-a']);
    await cluster.awaitHealthy({ timeoutMs: healthyTimeoutMs });
    await cutOver();
    expect(await salesOn(cluster, 'new-b')).toEqual([1, 2, 3, 4]);
  });

  it('goes back when its runner died before the point of no return, and forward after it', async () => {
    const stop = new AbortController();
    await cluster.administration?.order('new-a', 'STOP SLAVE SQL_THREAD');
    await fill(cluster, 'old-a', [4]);
    const broken = cutOver(() => stop.abort(new Error('killed')), 60_000, stop.signal);
    await expect(broken).rejects.toThrow('killed');

    const found = await foundAgain();
    expect(found.route().writable).toEqual([]);
    await cutoverOf(found).settle();
    await cutoverOf(found).settle();
    expect(await writers()).toEqual(['old-a']);

    const again = await foundAgain();
    await cutoverOf(again).cutOver(optionsOf());
    await again.administration?.order('new-b', 'SET GLOBAL read_only = 1');
    await cutoverOf(await foundAgain()).settle();
    expect(await writers()).toEqual(newSide);
    await again.administration?.[Symbol.asyncDispose]();
  });

  it('goes on when servers of both sides come back in the midst of it, and then only the new side takes writes', async () => {
    const { process } = cluster;
    if (process === undefined) throw new Error('Its servers cannot be stopped.');
    const { signal } = new AbortController();
    const comeBack = async (): Promise<void> => {
      await process.kill('old-a');
      await process.start('old-a', { signal });
      await process.start('new-b', { signal });
    };
    await process.stop('new-b');
    let returned: Promise<void> | undefined;
    await cutOver((text) => {
      if (text.includes('no more writes')) returned = comeBack();
    }, 60_000);
    await returned;
    expect(routes.filter(({ writable }) => writable.includes('old-a'))).toEqual([]);
    expect(cluster.route()).toEqual({ writable: newSide });
    expect(await writers()).toEqual(newSide);
  });

  it('is given up when the old side took writes again in the midst of it', async () => {
    await cluster.administration?.order('new-a', 'STOP SLAVE SQL_THREAD');
    await fill(cluster, 'old-a', [4]);
    let again: Promise<void> | undefined;
    const broken = cutOver((text) => {
      if (text.includes('no more writes')) again = sellOnTheOldSide();
    }, 60_000);
    await expect(broken).rejects.toThrow('old-a has taken writes again');
    await again;
    await cutoverOf(cluster).settle();
    expect(await writers()).toEqual(['old-a']);

    async function sellOnTheOldSide(): Promise<void> {
      await cluster.administration?.order('old-a', 'SET GLOBAL read_only = 0');
      await fill(cluster, 'old-a', [5]);
      await cluster.administration?.order('new-a', 'START SLAVE SQL_THREAD');
    }
  });

  it('is given up when another process has settled it in the midst of it', async () => {
    await cluster.administration?.order('new-a', 'STOP SLAVE SQL_THREAD');
    await fill(cluster, 'old-a', [4]);
    let settled: Promise<void> | undefined;
    const broken = cutOver((text) => {
      if (text.includes('no more writes')) settled = foundAgain().then((found) => cutoverOf(found).settle());
    }, 60_000);
    await expect(broken).rejects.toThrow('another process has settled the cutover meanwhile');
    await settled;
    // As whoever injected it does when that failed: it may have looked when the other was half way back.
    await cutoverOf(cluster).settle();
    expect(routes.at(-1)).toEqual({ writable: ['old-a'] });
    expect(await writers()).toEqual(['old-a']);
    await cutOver();
    expect(await salesOn(cluster, 'new-b')).toEqual([1, 2, 3, 4]);
  });

  function cutOver(...options: Parameters<typeof optionsOf>): Promise<void> {
    return cutoverOf(cluster).cutOver(optionsOf(...options));
  }

  async function strayed(): Promise<readonly string[]> {
    const { excluded } = await cluster.readableNodes({ timeoutMs: 10_000 });
    return excluded.filter((each) => each.hasStrayed === true).map(({ node }) => node);
  }

  /** Nodes that take a client's write. */
  async function writers(): Promise<readonly string[]> {
    const found: string[] = [];
    for (const { name } of cluster.nodes) {
      const written = sql(cluster, name, 'START TRANSACTION READ WRITE', 'ROLLBACK');
      if (
        await written.then(
          () => true,
          () => false,
        )
      )
        found.push(name);
    }
    return found;
  }

  async function foundAgain(): Promise<Cluster> {
    const found = await migration.attach?.(cluster.directory as string, site.options);
    if (found === undefined) throw new Error('The cluster cannot be found again.');
    return found;
  }
});

function optionsOf(
  tell: (text: string) => void = () => undefined,
  catchUpMs = 10_000,
  signal: AbortSignal = new AbortController().signal,
) {
  return { drainMs: 500, catchUpMs, signal, tell: (_node: string, text: string) => tell(text) };
}
