/** Servers that others run: nothing is rehearsed beside their data, and only one run at a time may break them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { external } from '../../../src/catalog/topologies/external.js';
import { primaryReplica } from '../../../src/catalog/topologies/primary-replica.js';
import { single } from '../../../src/catalog/topologies/single.js';
import { guardTarget, type TargetGuard } from '../../../src/commands/guard-target.js';
import type { HeldTarget } from '../../../src/ledger/hold-target.js';
import type { Clock } from '../../../src/model/clock.js';
import type { Cluster } from '../../../src/model/topology.js';
import { connect } from '../../../src/mysql/connect.js';
import { fill, nodeOf, salesOn, sql, TargetSite } from '../../fixtures/target-site.js';

const schema = 'rehearsal';
const lockName = 'paystorm disruption';

describe('a target that others run', () => {
  let site: TargetSite;
  let servers: Cluster;
  beforeAll(async () => {
    site = await TargetSite.open();
    servers = await site.start(single);
  });
  afterAll(() => site[Symbol.asyncDispose]());

  it('is left alone while others write to it, and nothing is changed', async () => {
    await sql(
      servers,
      'db',
      'CREATE DATABASE IF NOT EXISTS rehearsal',
      'CREATE TABLE rehearsal.own (id INT PRIMARY KEY)',
    );
    const before = await schemas();
    let writes = 0;
    const write = async (): Promise<void> => {
      writes += 1;
      await sql(servers, 'db', `REPLACE INTO ${schema}.own VALUES (${writes})`);
    };
    await expect(guard({ clock: clockWith(write) })).rejects.toMatchObject({
      code: 'guardRefused',
      message: expect.stringContaining('db: 1 statement wrote in 5 s of silence') as string,
      hint: expect.stringContaining('--allow-shared-target') as string,
    });
    expect(await schemas()).toEqual(before);
    await using shared = await guard({ clock: clockWith(write), isSharingAllowed: true });
    expect(shared).not.toBeNull();
    await sql(servers, 'db', 'DROP DATABASE rehearsal');
  });

  it('is left alone when tables of another schema were written lately', async () => {
    await sql(servers, 'db', 'CREATE DATABASE shop', 'CREATE TABLE shop.sale (id INT PRIMARY KEY)');
    await sql(servers, 'db', 'INSERT INTO shop.sale VALUES (1)');
    await expect(guard()).rejects.toThrow(/db: of "shop" 1 table was written within the hour, last at 20/u);
    await sql(servers, 'db', 'DROP DATABASE shop');
  });

  it('is left alone while others only read from it', async () => {
    const reads = Array.from({ length: 60 }, (_each, index) => `SELECT ${index}`);
    await expect(guard({ clock: clockWith(() => ask(...reads)) })).rejects.toThrow(
      'db: 60 reads were made in 5 s of silence, more than the 50 of a monitoring agent',
    );
  });

  it('is left alone while others write to a server that it follows', async () => {
    const pair = await site.start(primaryReplica);
    const [primary = '', replica = ''] = pair.nodes.map(({ name }) => name);
    await fill(pair, primary, []);
    const write = async (): Promise<void> => {
      await fill(pair, primary, [1]);
      await expect.poll(() => salesOn(pair, replica), { timeout: 10_000 }).toEqual([1]);
    };
    const guarded = guard({ nodes: [{ ...urlOf(pair, replica), name: replica }], clock: clockWith(write) });
    await expect(guarded).rejects.toThrow(`${replica}: 1 statement wrote in 5 s of silence`);
    await pair[Symbol.asyncDispose]();
  });

  it("is left alone while an application's pool is connected, and free of a monitoring agent", async () => {
    const pool = await Promise.all(
      Array.from({ length: 8 }, () => connect(nodeOf(servers, 'db'), { connectTimeoutMs: 5_000 })),
    );
    // Those of the tests before may still be about to go.
    await expect(guard()).rejects.toThrow(/db: \d+ connections of others are open, more than the 5 of a monitoring/u);
    await Promise.all(pool.map((each) => each.close()));
    // The server needs a moment to let them go.
    await expect.poll(countConnected, { timeout: 5_000 }).toBe(1);
    const asked = ['SELECT 1', 'SHOW GLOBAL STATUS', 'SELECT COUNT(*) FROM mysql.user'];
    await using held = await guard({ clock: clockWith(() => ask(...asked)) });
    expect(held).not.toBeNull();
  });

  it('is told not to be fully known to a user who is shown no tables but its own', async () => {
    const { port } = nodeOf(servers, 'db');
    await sql(servers, 'db', "CREATE USER small IDENTIFIED BY 'small'");
    const warnings: string[] = [];
    const onWarning = (text: string): void => void warnings.push(text);
    await using held = await guard({ nodes: [{ url: `mysql://small:small@127.0.0.1:${port}?tls=off` }], onWarning });
    expect(held).not.toBeNull();
    expect(warnings).toEqual([
      expect.stringMatching(/node-1: it started .+ ago, and does not know which tables were written before\.$/u),
      expect.stringContaining("node-1: user small is not shown everybody's tables"),
    ]);
    await sql(servers, 'db', 'DROP USER small');
  });

  it("is free when only paystorm's schemas were written, its own and those of other rehearsals", async () => {
    await sql(
      servers,
      'db',
      'CREATE DATABASE another',
      'CREATE TABLE another.marker (purpose VARCHAR(64) PRIMARY KEY, created VARCHAR(32) NOT NULL)',
      "INSERT INTO another.marker VALUES ('paystorm rehearsal ledger', '2026')",
    );
    await using held = await guard();
    expect(held).not.toBeNull();
  });

  it('is broken by one run at a time, whatever name and schema the other gives, and is free again afterwards', async () => {
    const first = await guard();
    const other = { schema: 'elsewhere', nodes: [urlAt('localhost')] };
    await expect(guard(other)).rejects.toMatchObject({
      code: 'guardRefused',
      message: expect.stringMatching(
        /Another run may be breaking node-1: its connection \d+ holds the lock/u,
      ) as string,
    });
    expect(await guard({ ...other, breaks: false })).toBeNull();
    await first?.[Symbol.asyncDispose]();
    await using second = await guard(other);
    expect(second).not.toBeNull();
  });

  it('is taken again by the run that broke it, as soon as its server is back, whatever names it had for it', async () => {
    await using held = await guard({ nodes: [urlAt('127.0.0.1'), urlAt('localhost')], clock: site.clock });
    await servers.process?.kill('db');
    await servers.process?.start('db', {});
    await expect.poll(holderOf, { timeout: 10_000 }).not.toBeNull();
    await expect.poll(() => refusalOf(held), { timeout: 10_000 }).toBe('none');
    await expect(guard({ nodes: [urlAt('localhost')] })).rejects.toThrow('holds the lock');
    await held?.[Symbol.asyncDispose]();
    expect(await holderOf()).toBeNull();
  });

  it('is broken no further by a run that has lost it to another one', async () => {
    await using held = await guard({ clock: site.clock });
    await using other = await connect(nodeOf(servers, 'db'), { connectTimeoutMs: 5_000 });
    const taken = other.query(`SELECT GET_LOCK('${lockName}', 10) AS got`);
    await expect.poll(countWaiting, { timeout: 5_000 }).toBe(1);
    await sql(servers, 'db', `KILL ${await holderOf()}`);
    expect(await taken).toEqual([{ got: 1 }]);
    await expect.poll(() => refusalOf(held), { timeout: 10_000 }).toContain('Another run may be breaking db');
    await other.close();
    await expect.poll(() => refusalOf(held), { timeout: 10_000 }).toBe('none');
  });

  it('may have two names for one run, where its servers do not tell that they are one', async () => {
    await using held = await guard({ nodes: [urlAt('127.0.0.1'), urlAt('localhost')] });
    expect(held).not.toBeNull();
  });

  it("is never guarded where the servers are paystorm's own", async () => {
    expect(await guardTarget(servers, { ...defaults(), clock: clockWith() })).toBeNull();
  });

  function defaults(): TargetGuard {
    const quiet = { onProgress: (): void => undefined, onWarning: (): void => undefined };
    return { schema, clock: clockWith(), breaks: true, isSharingAllowed: false, ...quiet };
  }

  async function guard({ nodes, ...own }: Partial<TargetGuard> & { readonly nodes?: readonly object[] } = {}) {
    const given = { nodes: nodes ?? [{ ...urlAt('127.0.0.1'), name: 'db' }] };
    // Started, two names of one server would be refused; not every server tells that it is one.
    await using target = await external.reach?.(external.settings.parse(given), site.options);
    if (target === undefined) throw new Error('Servers that others run can be reached.');
    return guardTarget(target, { ...defaults(), ...own });
  }

  function urlAt(host: string): { readonly url: string } {
    return urlOf(servers, 'db', host);
  }

  /** The session that has the lock. */
  async function holderOf(): Promise<number | null> {
    const [row] = await sql(servers, 'db', `SELECT IS_USED_LOCK('${lockName}') AS holder`);
    return (row?.['holder'] ?? null) as number | null;
  }

  async function ask(...questions: readonly string[]): Promise<void> {
    await sql(servers, 'db', ...questions);
  }

  async function countConnected(): Promise<number> {
    const [row] = await sql(servers, 'db', "SHOW STATUS LIKE 'Threads_connected'");
    return Number(row?.['Value']);
  }

  async function countWaiting(): Promise<number> {
    const [row] = await sql(
      servers,
      'db',
      "SELECT COUNT(*) AS waiting FROM information_schema.PROCESSLIST WHERE STATE = 'User lock'",
    );
    return Number(row?.['waiting']);
  }

  async function schemas(): Promise<readonly string[]> {
    return (await sql(servers, 'db', 'SHOW DATABASES')).map((row) => String(row['Database']));
  }

  /** Does `meanwhile` instead of sleeping. */
  function clockWith(meanwhile: () => Promise<void> = async () => undefined): Clock {
    return { ...site.clock, sleep: meanwhile };
  }
});

function urlOf(cluster: Cluster, node: string, host = '127.0.0.1'): { readonly url: string } {
  const { port, user, password } = nodeOf(cluster, node);
  return { url: `mysql://${user}:${password}@${host}:${port}?tls=off` };
}

function refusalOf(held: HeldTarget | null): string {
  try {
    held?.makeSureItIsOurs();
    return 'none';
  } catch (error) {
    return String(error);
  }
}
