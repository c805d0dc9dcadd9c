import { once } from 'node:events';
import { connect as connectSocket, createServer } from 'node:net';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { single } from '../../../src/catalog/topologies/single.js';
import type { Endpoint } from '../../../src/model/topology.js';
import { connect } from '../../../src/mysql/connect.js';
import { serversUnder } from '../../fixtures/servers-under.js';
import { fill, nodeOf, salesOn, sql, TargetSite } from '../../fixtures/target-site.js';

describe('a single server', () => {
  let site: TargetSite;
  beforeAll(async () => {
    site = await TargetSite.open('ps with space-');
  });
  afterAll(() => site[Symbol.asyncDispose]());

  it('serves, also from a path with a space, and leaves neither process nor file nor open port', async () => {
    const cluster = await site.start(single);
    await fill(cluster, 'db', [1, 2]);
    expect(await salesOn(cluster, 'db')).toEqual([1, 2]);
    expect(await site.leftBehind()).not.toEqual([]);
    await cluster[Symbol.asyncDispose]();
    expect(await site.leftBehind()).toEqual([]);
    expect(await isRefused(nodeOf(cluster, 'db'))).toBe(true);
  });

  it('keeps what was committed when it is killed, and comes back as it was', async () => {
    const cluster = await site.start(single);
    await fill(cluster, 'db', [7]);
    await cluster.process?.kill('db');
    expect(await cluster.process?.state('db')).toBe('down');
    expect(await isRefused(nodeOf(cluster, 'db'))).toBe(true);
    await cluster.process?.start('db', { signal: undefined });
    expect(await salesOn(cluster, 'db')).toEqual([7]);
    expect(await cluster.readableNodes({ timeoutMs: 5_000 })).toMatchObject({ authority: 'db', excluded: [] });
  });

  it('is never started beside itself, by whoever knows of its start or not, and ended by any of them', async () => {
    const cluster = await site.start(single);
    const directory = cluster.directory ?? '';
    const ignorant = await single.attach?.(directory, site.options);
    await using informed = await single.attach?.(directory, site.options);
    await cluster.process?.kill('db');
    await informed?.process?.start('db', { signal: undefined });
    const [started] = await serversUnder(directory);
    await ignorant?.process?.start('db', { signal: undefined });
    expect(await serversUnder(directory)).toEqual([started]);
    expect(await cluster.process?.state('db')).toBe('down');
    await cluster.lookAgain?.();
    expect(await cluster.process?.state('db')).toBe('running');
    await cluster.process?.kill('db');
    await informed?.process?.start('db', { signal: undefined });
    // It has not looked again.
    await cluster[Symbol.asyncDispose]();
    expect(await serversUnder(directory)).toEqual([]);
  });

  it('writes to disk before it answers a commit', async () => {
    const cluster = await site.start(single);
    const [row] = await sql(cluster, 'db', 'SELECT @@innodb_flush_log_at_trx_commit AS flush');
    expect(Number(row?.['flush'])).toBe(1);
  });

  it('lets in nobody without the password, over TCP not even root, and listens on loopback only', async () => {
    const cluster = await site.start(single);
    const node = nodeOf(cluster, 'db');
    for (const intruder of [
      { ...node, password: '' },
      { ...node, user: 'root', password: '' },
      { ...node, user: '', password: '' },
    ]) {
      await expect(connect(intruder, { connectTimeoutMs: 2_000 })).rejects.toThrow('Access denied');
    }
    const [row] = await sql(cluster, 'db', 'SELECT @@bind_address AS address');
    expect(row?.['address']).toBe('127.0.0.1');
  });

  it('keeps its password from other users of the machine', async () => {
    const cluster = await site.start(single);
    const { mode } = await stat(join(cluster.directory ?? '', 'cluster.json'));
    expect(mode & 0o077).toBe(0);
  });

  it('answers what is asked of it while it is frozen within the time it was given', async () => {
    const cluster = await site.start(single);
    await cluster.process?.pause('db', { boundMs: 60_000 });
    const startedMs = site.clock.nowMs();
    await expect(cluster.awaitHealthy({ timeoutMs: 500 })).rejects.toThrow('did not get ready');
    expect(await cluster.readableNodes({ timeoutMs: 500 })).toMatchObject({ authority: null });
    expect(site.clock.nowMs() - startedMs).toBeLessThan(5_000);
    await cluster.process?.resume('db');
    await cluster.awaitHealthy({ timeoutMs: 5_000 });
  });

  it('says why it did not start, in the words of its own log', async () => {
    const cluster = await site.start(single);
    const { port } = nodeOf(cluster, 'db');
    await cluster.process?.kill('db');
    const squatter = createServer().listen(port, '127.0.0.1');
    await once(squatter, 'listening');
    try {
      await expect(cluster.process?.start('db', { signal: undefined })).rejects.toThrow(/address already in use/iu);
    } finally {
      squatter.close();
    }
  });

  it('can run many times at once', async () => {
    const clusters = await Promise.all([1, 2, 3].map(() => site.start(single)));
    const ports = clusters.map((cluster) => nodeOf(cluster, 'db').port);
    expect(new Set(ports).size).toBe(3);
    for (const [index, cluster] of clusters.entries()) await fill(cluster, 'db', [index]);
    for (const [index, cluster] of clusters.entries()) expect(await salesOn(cluster, 'db')).toEqual([index]);
  });

  it('is found again by its directory alone', async () => {
    const cluster = await site.start(single);
    await fill(cluster, 'db', [3]);
    const again = await single.attach?.(cluster.directory ?? '', site.options);
    expect(again && (await salesOn(again, 'db'))).toEqual([3]);
    expect(await again?.process?.state('db')).toBe('running');
  });
});

function isRefused({ host, port }: Endpoint): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connectSocket({ host, port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED'));
  });
}
