/** Servers that others run: the truth is a node that takes writes, and a replica is compared only when it holds what that one holds. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { external } from '../../../src/catalog/topologies/external.js';
import { primaryReplica } from '../../../src/catalog/topologies/primary-replica.js';
import type { Cluster, Endpoint } from '../../../src/model/topology.js';
import { fill, nodeOf, TargetSite } from '../../fixtures/target-site.js';

describe('a primary and its replica, given by URL', () => {
  let site: TargetSite;
  let servers: Cluster;
  beforeAll(async () => {
    site = await TargetSite.open();
    servers = await site.start(primaryReplica, { nodes: ['db-a', 'db-b'].map((name) => ({ name, zone: 'a' })) });
    await fill(servers, 'db-a', [1]);
  });
  afterAll(() => site[Symbol.asyncDispose]());

  it('are compared when the replica has caught up, in whatever order they are given', async () => {
    const cluster = await given('db-b', 'db-a');
    const readable = await cluster.readableNodes({ timeoutMs: 10_000 });
    expect(readable).toEqual({ authority: 'db-a', comparable: ['db-b', 'db-a'], excluded: [] });
  });

  it('are not compared while the replica lags: it is late, not wrong', async () => {
    await servers.replication?.stopReceiving('db-b');
    await fill(servers, 'db-a', [2]);
    const cluster = await given('db-b', 'db-a');
    expect(await cluster.readableNodes({ timeoutMs: 500 })).toEqual({
      authority: 'db-a',
      comparable: ['db-a'],
      excluded: [{ node: 'db-b', reason: 'it has not caught up with db-a', isReadable: false }],
    });
    const waiting = cluster.readableNodes({ timeoutMs: 20_000 });
    await servers.replication?.startReceiving('db-b');
    expect((await waiting).comparable).toEqual(['db-b', 'db-a']);
  });

  it('hold no truth when only the replica is left', async () => {
    const cluster = await given('db-a', 'db-b');
    await servers.process?.pause('db-a', { boundMs: 30_000 });
    const readable = await cluster.readableNodes({ timeoutMs: 500 });
    expect(readable.authority).toBeNull();
    expect(readable.excluded.map(({ node }) => node)).toContain('db-a');
    await servers.process?.resume('db-a');
  });

  function given(...names: readonly string[]): Promise<Cluster> {
    return external.start(
      external.settings.parse({ nodes: names.map((name) => urlOf(nodeOf(servers, name))) }),
      site.options,
    );
  }
});

function urlOf({ name, host, port, user, password }: Endpoint) {
  return { name, url: `mysql://${user}:${password}@${host}:${port}?tls=off` };
}
