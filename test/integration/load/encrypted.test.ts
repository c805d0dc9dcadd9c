/** Load over encrypted connections, to a server that takes no others: the lean path reads behind TLS what it reads without. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { external } from '../../../src/catalog/topologies/external.js';
import type { ServerFleet } from '../../../src/host/server-fleet.js';
import { messageOf } from '../../../src/kit/error.js';
import { sendings } from '../../../src/model/scenario.js';
import type { Cluster } from '../../../src/model/topology.js';
import { driveLoad, loadPlanOf } from '../../fixtures/driven-load.js';
import { makeCertificate, startEncrypted } from '../../fixtures/encrypted-server.js';
import { settle } from '../../fixtures/load-accounts.js';
import { TargetSite } from '../../fixtures/target-site.js';

const connections = 8;

let site: TargetSite;
let fleet: ServerFleet;
let ca: string;
beforeAll(async () => {
  site = await TargetSite.open();
  ({ fleet, ca } = await startEncrypted(site));
});
afterAll(async () => {
  await fleet.destroy();
  await site[Symbol.asyncDispose]();
});

it.each(sendings)('%s: every payment is acknowledged, and the ledger holds exactly these', async (sending) => {
  const cluster = await reachedBy(`?tls=verify&ca=${ca}`);
  const phases = '[{ name: quiet, for: 2s, rate: 200/s }]';
  const plan = loadPlanOf({
    phases,
    connections,
    mix: '{ transfer: 60, qr-payment: 40 }',
    client: `sending: ${sending}`,
  });
  const { ended, paid, flaws } = await settle(cluster, await driveLoad({ site, cluster, plan }));
  expect(flaws).toEqual([]);
  expect(ended.acknowledged).toHaveLength(400);
  expect(paid).toEqual(ended.acknowledged);
});

it('whoever does not encrypt is refused by the server, which is told', async () => {
  await expect(reachedBy('?tls=off')).rejects.toThrow(/Access denied/u);
});

it('a certificate that nobody vouches for is refused, unless the target says that it may be', async () => {
  const { cert } = makeCertificate(site.directory, 'somebody-else');
  for (const options of ['?tls=verify', `?tls=verify&ca=${cert}`]) {
    const error: unknown = await reachedBy(options).catch((thrown: unknown) => thrown);
    expect(messageOf(error)).toMatch(/self-signed certificate/u);
  }
  await expect(reachedBy('?tls=unverified')).resolves.toBeDefined();
});

it('a certificate that was made for another address is refused', async () => {
  const elsewhere = reachedBy(`?tls=verify&ca=${ca}`, '127.0.0.2');
  await expect(elsewhere).rejects.toThrow(/IP: 127\.0\.0\.2 is not in the cert's list/u);
});

function reachedBy(options: string, host = '127.0.0.1'): Promise<Cluster> {
  const { port, user, password } = fleet.endpoint('db');
  const url = `mysql://${user}:${password}@${host}:${port}${options}`;
  return external.start(external.settings.parse({ nodes: [{ name: 'db', url }] }), site.options);
}
