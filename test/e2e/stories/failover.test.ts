import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSystemClock } from '../../../src/kit/clock.js';
import { findClusters } from '../../../src/host/cluster-file.js';
import { ServerFleet } from '../../../src/host/server-fleet.js';
import { exitCodes } from '../../../src/model/exit-code.js';
import type { RunRecord } from '../../../src/model/run-record.js';
import { connect } from '../../../src/mysql/connect.js';
import { CliSite } from '../../fixtures/run-cli.js';

describe('the failover stories', () => {
  let site: CliSite;
  beforeAll(async () => {
    site = await CliSite.open();
  });
  afterAll(() => site[Symbol.asyncDispose]());

  it('names exactly the payments that asynchronous failover lost, as both servers say when compared', async () => {
    const directory = site.path('asynchronous');
    const { exitCode } = await site.run(
      'run',
      'scenarios/async-failover-loses-payments.yaml',
      '--profile',
      'short',
      '--keep',
      '--out',
      directory,
    );
    expect(exitCode).toBe(exitCodes.dataViolation);
    const { reconciliation } = JSON.parse(await readFile(`${directory}/record.json`, 'utf8')) as RunRecord;
    const lost = reconciliation?.lost;
    const { onlyOnOld } = await compareServers(site.path('state'));
    expect(lost?.count).toBeGreaterThan(10);
    const lostIds = new Set(lost?.payments.map((payment) => payment.payment));
    expect(lostIds.size).toBe(lost?.count);
    // What else is only on the dead primary was never acknowledged: committed there in its last moment, and in doubt.
    const unacknowledged = onlyOnOld.filter((row) => !lostIds.has(row.payment));
    expect(onlyOnOld.length - unacknowledged.length).toBe(lost?.count);
    expect(unacknowledged.length).toBeLessThanOrEqual(16);
    const money = onlyOnOld.filter((row) => lostIds.has(row.payment)).reduce((sum, row) => sum + row.amount, 0);
    expect(lost?.money).toBe(money);
    expect(lost?.payments.every((payment) => payment.foundOn.includes('db-a'))).toBe(true);
    expect(lost?.oldestAgeMs).toBeGreaterThan(0);
    expect(lost?.oldestAgeMs).toBeLessThan(1_500); // Replication was cut a second before the primary died.
    await site.run('cluster', 'down');
  });

  it('loses nothing when the primary waits for a replica before it acknowledges', async () => {
    let ended = await semiSynchronous('first');
    // On a machine that stutters in the wrong second the run is rightly inconclusive; twice in a row it is a defect.
    if (ended.exitCode === exitCodes.inconclusive) ended = await semiSynchronous('second');
    expect(ended.exitCode, ended.out).toBe(exitCodes.pass);
  });

  async function semiSynchronous(name: string): Promise<Awaited<ReturnType<CliSite['run']>>> {
    const directory = site.path(`semi-synchronous-${name}`);
    const ended = await site.run('run', 'scenarios/semi-sync-failover.yaml', '--profile', 'short', '--out', directory);
    const { reconciliation } = JSON.parse(await readFile(`${directory}/record.json`, 'utf8')) as RunRecord;
    expect(reconciliation?.lost?.count).toBe(0);
    expect(reconciliation?.attempted.acknowledged).toBeGreaterThan(1_000);
    return ended;
  }
});

interface PaymentRow {
  readonly payment: number;
  readonly amount: number;
}

/** What a DBA would do by hand: the payments of the old primary that the new one does not have. */
async function compareServers(state: string): Promise<{ readonly onlyOnOld: readonly PaymentRow[] }> {
  const [found] = await findClusters({ root: state, clusters: `${state}/clusters`, leases: `${state}/leases` });
  if (found === undefined) throw new Error('The kept cluster is gone.');
  const fleet = await ServerFleet.attach(found.directory, createSystemClock());
  const primary = found.file.primary ?? '';
  const old = await payments(fleet, 'db-a');
  const current = new Set((await payments(fleet, primary)).map((row) => row.payment));
  return { onlyOnOld: old.filter((row) => !current.has(row.payment)) };
}

async function payments(fleet: ServerFleet, node: string): Promise<readonly PaymentRow[]> {
  await using connection = await connect(fleet.endpoint(node), { connectTimeoutMs: 5_000 });
  const rows = await connection.query('SELECT payment_id, amount FROM paystorm.payment');
  return rows.map((row) => ({ payment: Number(row['payment_id']), amount: Number(row['amount']) }));
}
