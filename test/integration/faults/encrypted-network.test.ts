/** Faults of the network before a server that takes encrypted connections only: the proxy reads nothing, and the certificate is still compared with the server's own name. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as faults from '../../../src/catalog/faults/index.js';
import { external } from '../../../src/catalog/topologies/external.js';
import type { ServerFleet } from '../../../src/host/server-fleet.js';
import { createSystemClock } from '../../../src/kit/clock.js';
import { noError } from '../../../src/mysql/answers.js';
import { connect } from '../../../src/mysql/connect.js';
import { Session } from '../../../src/mysql/session.js';
import { throughProxy, type ProxiedCluster } from '../../../src/run/through-proxy.js';
import { startEncrypted } from '../../fixtures/encrypted-server.js';
import { spoil } from '../../fixtures/spoiled-network.js';
import { nodeOf, TargetSite } from '../../fixtures/target-site.js';

const clock = createSystemClock();
const connectTimeoutMs = 5_000;
let site: TargetSite;
let fleet: ServerFleet;
let ca: string;

beforeAll(async () => {
  site = await TargetSite.open();
  // It listens on 127.0.0.1 too, where the proxy stands; its certificate says nothing of that.
  ({ fleet, ca } = await startEncrypted(site, 'IP:127.0.0.2,DNS:localhost'));
});
afterAll(async () => {
  await fleet.destroy();
  await site[Symbol.asyncDispose]();
});

describe.each(['127.0.0.2', 'localhost'])('a target named %s, verified', (host) => {
  it('is reached through the proxy, by connections and by sessions of the load, and spoiled', async () => {
    await using proxied = await proxiedBy(host);
    const node = nodeOf(proxied.cluster, 'db');
    const client = await connect(node, { connectTimeoutMs });
    await using _slow = await spoil(proxied.cluster, faults.latency, { delay: '150ms' });
    const startMs = clock.nowMs();
    await client.query('SELECT 1');
    expect(clock.nowMs() - startMs).toBeGreaterThanOrEqual(299);
    await client.close();
    const error = await new Promise((resolve) => {
      Session.open(node, { connectTimeoutMs, database: 'mysql' }, (told, session) => {
        session?.close();
        resolve(told);
      });
    });
    expect(error).toBe(noError);
  });
});

it('a certificate that is for others than the target is refused through the proxy as it is without', async () => {
  const direct = await external.start(settingsOf('127.0.0.2'), site.options);
  const elsewhere = direct.nodes.map((node) => ({ ...node, host: '127.0.0.1' }));
  await using proxied = await throughProxy({ ...direct, nodes: elsewhere }, 1);
  await expect(connect(nodeOf(proxied.cluster, 'db'), { connectTimeoutMs })).rejects.toThrow(
    /IP: 127\.0\.0\.1 is not in the cert's list/u,
  );
});

async function proxiedBy(host: string): Promise<ProxiedCluster> {
  return throughProxy(await external.start(settingsOf(host), site.options), 1);
}

function settingsOf(host: string) {
  const { port, user, password } = fleet.endpoint('db');
  return external.settings.parse({
    nodes: [{ name: 'db', url: `mysql://${user}:${password}@${host}:${port}?tls=verify&ca=${ca}` }],
  });
}
