import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSystemClock } from '../../../src/kit/clock.js';
import { findClusters } from '../../../src/host/cluster-file.js';
import { ServerFleet } from '../../../src/host/server-fleet.js';
import { exitCodes } from '../../../src/model/exit-code.js';
import { connect } from '../../../src/mysql/connect.js';
import { StoryTeller } from '../../fixtures/stories.js';

describe('the failover stories', () => {
  let teller: StoryTeller;
  beforeAll(async () => {
    teller = await StoryTeller.open();
  });
  afterAll(() => teller[Symbol.asyncDispose]());

  it('names exactly the payments that asynchronous failover lost, as both servers say when compared', async () => {
    const { record } = await teller.play('async-failover-loses-payments', {
      exitCode: exitCodes.dataViolation,
      options: ['--keep'],
    });
    const { reconciliation } = record;
    const lost = reconciliation?.lost;
    const { onlyOnOld } = await compareServers(teller.site.path('state'));
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
    // It counts from the order to kill, which a busy machine carries out a moment later.
    expect(lost?.oldestAgeMs).toBeGreaterThan(-1_000);
    expect(lost?.oldestAgeMs).toBeLessThan(1_500); // Replication was cut a second before the primary died.
    await teller.site.run('cluster', 'down');
  });

  it('loses nothing when the primary waits for a replica before it acknowledges', async () => {
    const { record } = await teller.play('semi-sync-failover');
    expect(record.reconciliation?.lost?.count).toBe(0);
    expect(record.reconciliation?.attempted.acknowledged).toBeGreaterThan(1_000);
  });
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
