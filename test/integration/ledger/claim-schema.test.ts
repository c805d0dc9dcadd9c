/** Whose schema it is, asked of a real server: paystorm's own, nobody's, somebody else's, or in use. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { single } from '../../../src/catalog/topologies/single.js';
import { createSystemClock } from '../../../src/kit/clock.js';
import { claimSchema } from '../../../src/ledger/claim-schema.js';
import { prepareLedger } from '../../../src/ledger/prepare-ledger.js';
import type { Cluster, Endpoint } from '../../../src/model/topology.js';
import { connect, type Connection } from '../../../src/mysql/connect.js';
import { planOf } from '../../fixtures/plan.js';
import { nodeOf, sql, TargetSite } from '../../fixtures/target-site.js';

const wallClock = '2026-11-23T07:12:00.000Z';
const schema = 'rehearsal';
/** Waits for nobody, but lets `meanwhile` happen where somebody would be waited for. */
const clockWith = (meanwhile: () => Promise<void> = async () => undefined) => ({
  ...createSystemClock(),
  sleep: meanwhile,
});

describe('a schema on a server of others', () => {
  let site: TargetSite;
  let cluster: Cluster;
  let connection: Connection;
  beforeAll(async () => {
    site = await TargetSite.open();
    cluster = await site.start(single);
    connection = await connect(nodeOf(cluster, 'db'), { connectTimeoutMs: 5_000 });
  });
  beforeEach(() => connection.query(`DROP DATABASE IF EXISTS ${schema}`));
  afterAll(async () => {
    await connection.close();
    await site[Symbol.asyncDispose]();
  });

  it('is taken when it is empty only by who may create it, and others are told how', async () => {
    await connection.query(`CREATE DATABASE ${schema}`);
    await expect(claim({ mayCreateSchema: false })).rejects.toMatchObject({
      code: 'guardRefused',
      message: expect.stringContaining('is empty') as string,
      hint: expect.stringContaining('--create-schema') as string,
    });
    await claim();
  });

  it('is made only for who may create it', async () => {
    await expect(claim({ mayCreateSchema: false })).rejects.toMatchObject({ code: 'guardRefused' });
    await claim();
    await claim({ mayCreateSchema: false });
  });

  it('is refused when it holds tables of somebody else, and left as it was', async () => {
    await sql(cluster, 'db', `CREATE DATABASE ${schema}`, `CREATE TABLE ${schema}.invoice (id INT PRIMARY KEY)`);
    await expect(claim()).rejects.toMatchObject({ code: 'guardRefused' });
    await sql(cluster, 'db', `CREATE TABLE ${schema}.marker (purpose INT PRIMARY KEY)`);
    await expect(claim()).rejects.toThrow();
    expect(await sql(cluster, 'db', `SHOW TABLES FROM ${schema}`)).toHaveLength(2);
  });

  it('may be claimed when claiming it ended half way', async () => {
    await sql(
      cluster,
      'db',
      `CREATE DATABASE ${schema}`,
      `CREATE TABLE ${schema}.marker (purpose VARCHAR(64) NOT NULL PRIMARY KEY, created VARCHAR(32) NOT NULL)`,
    );
    await claim();
  });

  it.each([
    ['opens accounts in it', (at: number) => `account VALUES (${900 + at}, 'customer', 'IDR', 0, 0, 0, 0, NULL)`],
    ['sends payments to it', (at: number) => `payment VALUES (${at}, 'transfer', 1, 'posted', NULL, 1, 1)`],
    ['probes it', (at: number) => `probe VALUES (0, 1, ${at}, 0)`],
  ])('is refused while another run %s, and not any more when that has ended', async (_what, rowOf) => {
    await prepareLedger(connection, planOf({ keys: `ledger: { accounts: 10, schema: ${schema} }` }), {
      ...options(),
      runId: 'run-1',
      toolVersion: '0.1.0',
      onProgress: () => undefined,
    });
    let writes = 0;
    const write = async (): Promise<void> => {
      writes += 1;
      await sql(cluster, 'db', `REPLACE INTO ${schema}.${rowOf(writes)}`);
    };
    await write();
    await expect(claim({ clock: clockWith(write) })).rejects.toMatchObject({
      code: 'guardRefused',
      message: expect.stringContaining('another run is writing to it') as string,
    });
    await claim();
  });

  it('is asked for with the grant that is missing', async () => {
    const user: Endpoint = { ...nodeOf(cluster, 'db'), user: 'reader', password: 'r' };
    const admin = { ...nodeOf(cluster, 'db'), user: 'paystorm_admin' };
    await using granting = await connect(admin, { connectTimeoutMs: 5_000 });
    await granting.query("CREATE OR REPLACE USER 'reader'@'127.%' IDENTIFIED BY 'r'");
    await using reading = await connect(user, { connectTimeoutMs: 5_000 });
    const plan = planOf({ keys: `ledger: { accounts: 10, schema: ${schema} }` });
    const run = { ...options(), runId: 'run-1', toolVersion: '0.1.0', onProgress: (): void => undefined };
    await expect(prepareLedger(reading, plan, run)).rejects.toMatchObject({
      code: 'setupFailed',
      hint: expect.stringContaining(`GRANT ALL ON \`${schema}\`.*`) as string,
    });
  });

  function claim(own: Partial<ReturnType<typeof options>> = {}): Promise<void> {
    return claimSchema(connection, schema, { ...options(), ...own });
  }
});

function options() {
  return { wallClock, mayCreateSchema: true, clock: clockWith() };
}
