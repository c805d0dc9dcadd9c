/** What arrivals experience while their server hangs, dies and comes back: their schedule holds, what hangs is bounded, and nothing acknowledged is lost. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { single } from '../../../src/catalog/topologies/single.js';
import type { Attempt } from '../../../src/model/journal.js';
import { driverErrno } from '../../../src/model/outcome.js';
import { sendings } from '../../../src/model/scenario.js';
import type { Cluster } from '../../../src/model/topology.js';
import { driveLoad, loadPlanOf, type DrivenLoad } from '../../fixtures/driven-load.js';
import { settle } from '../../fixtures/load-accounts.js';
import { sql, TargetSite } from '../../fixtures/target-site.js';

/** Deadlines are looked at every few milliseconds, on a machine that has other things to do. */
const slackMs = 250;
const lockTimeoutErrno = 1205;
const mix = '{ transfer: 40, qr-payment: 40, top-up: 20 }';

let site: TargetSite;
let cluster: Cluster;
beforeAll(async () => {
  site = await TargetSite.open();
  cluster = await site.start(single);
});
afterAll(() => site[Symbol.asyncDispose]());

it('while the server is frozen, arrivals keep coming, none waits beyond its time, and all is well again after it', async () => {
  const deadlineMs = 400;
  const timeoutMs = 700;
  const [frozenMs, thawedMs] = [1_000, 2_500];
  const plan = loadPlanOf({
    phases: '[{ name: frozen, for: 4s, rate: 200/s }]',
    mix,
    client: `deadline: ${deadlineMs}ms, transaction_timeout: ${timeoutMs}ms, queue: 40`,
  });
  const load = await driveLoad({
    site,
    cluster,
    plan,
    meanwhile: async (at) => {
      await at(frozenMs);
      await cluster.process?.pause('db', { boundMs: 10_000 });
      await at(thawedMs);
      await cluster.process?.resume('db');
    },
  });
  const { ended, flaws } = await settle(cluster, load);
  expect(flaws).toEqual([]);
  expect(load.attempts.size).toBe(800);

  const sent = recordsOf(load).filter(({ outcome }) => outcome !== 'dropped');
  expect(Math.max(...sent.map(({ startMs, endMs }) => endMs - startMs))).toBeLessThan(timeoutMs + slackMs);
  const hung = sent.filter(({ errno }) => errno === driverErrno.timeout);
  expect(hung.length).toBeGreaterThan(0);
  expect(hung.every(meansWhatItsStepSays)).toBe(true);

  const dropped = recordsOf(load).filter(({ outcome }) => outcome === 'dropped');
  const isDuring = ({ intendedStartMs }: Attempt) =>
    intendedStartMs > frozenMs - deadlineMs && intendedStartMs < thawedMs + slackMs;
  expect(dropped.every(isDuring)).toBe(true);
  expect(new Set(dropped.map(({ dropReason }) => dropReason))).toEqual(new Set(['pool-exhausted', 'deadline-passed']));
  const waits = (reason: Attempt['dropReason']) =>
    dropped
      .filter(({ dropReason }) => dropReason === reason)
      .map(({ endMs, intendedStartMs }) => endMs - intendedStartMs);
  expect(Math.max(...waits('pool-exhausted'))).toBeLessThan(slackMs);
  expect(Math.min(...waits('deadline-passed'))).toBeGreaterThan(deadlineMs);
  expect(Math.max(...waits('deadline-passed'))).toBeLessThan(deadlineMs + slackMs);
  // 200/s over 1.5 s, less those that still waited when it thawed.
  expect(dropped.length).toBeGreaterThan(150);

  const later = load.schedule.flatMap((intendedStartMs, arrival) =>
    intendedStartMs > thawedMs + 500 ? [arrival] : [],
  );
  expect(later.filter((arrival) => !ended.acknowledged.includes(arrival))).toEqual([]);
});

it.each(sendings)(
  '%s: when the server is killed and comes back, nothing acknowledged is lost, and no retry pays twice',
  async (sending) => {
    const [killedMs, restartedMs] = [1_000, 1_300];
    const plan = loadPlanOf({
      phases: '[{ name: killed, for: 4s, rate: 200/s }]',
      mix,
      client: `sending: ${sending}, deadline: 2s, transaction_timeout: 2s, retry: idempotent 20`,
    });
    const load = await driveLoad({
      site,
      cluster,
      plan,
      meanwhile: async (at) => {
        await at(killedMs);
        await cluster.process?.kill('db');
        await at(restartedMs);
        await cluster.process?.start('db', { signal: undefined });
      },
    });
    const { ended, paid, flaws } = await settle(cluster, load);
    expect(flaws).toEqual([]);
    expect(load.attempts.size).toBe(800);
    expect(ended.dropped).toEqual([]);
    // Everybody could wait for the server, so that whoever is not acknowledged is in doubt.
    expect(ended.acknowledged.length + ended['in-doubt'].length).toBe(800);
    expect(
      paid.filter((arrival) => !ended.acknowledged.includes(arrival) && !ended['in-doubt'].includes(arrival)),
    ).toEqual([]);
    const lost = recordsOf(load).filter(({ errno }) => errno === driverErrno.connectionLost);
    expect(lost.every(meansWhatItsStepSays)).toBe(true);
    const answersMs = recordsOf(load).flatMap(({ outcome, endMs }) => (outcome === 'acknowledged' ? [endMs] : []));
    expect(answersMs.filter((endMs) => endMs > killedMs + slackMs && endMs < restartedMs)).toEqual([]);
    const waited = load.schedule.flatMap((intendedStartMs, arrival) =>
      intendedStartMs > killedMs + slackMs && intendedStartMs < restartedMs ? [arrival] : [],
    );
    expect(waited.filter((arrival) => !ended.acknowledged.includes(arrival))).toEqual([]);
  },
);

it('who waits for a lock in vain is rolled back whole, and pays when the lock is gone', async () => {
  await sql(cluster, 'db', 'SET GLOBAL innodb_lock_wait_timeout = 1');
  const plan = loadPlanOf({
    phases: '[{ name: held, for: 3s, rate: 100/s }]',
    keys: 'ledger: { accounts: 50, hot: { accounts: 1, share: 10% } }',
    mix: '{ transfer: 100 }',
    connections: 64,
    client: 'deadline: 5s, transaction_timeout: 5s, retry: idempotent 20',
  });
  const hold = 'SELECT balance FROM paystorm.account WHERE account_id = 1 FOR UPDATE';
  const load = await driveLoad({
    site,
    cluster,
    plan,
    meanwhile: async (at) => {
      await at(500);
      await sql(cluster, 'db', 'BEGIN', hold, 'DO SLEEP(1.5)', 'ROLLBACK');
    },
  });
  const { ended, paid, flaws } = await settle(cluster, load);
  expect(flaws).toEqual([]);
  expect(ended.acknowledged).toHaveLength(300);
  expect(paid).toEqual(ended.acknowledged);
  const late = recordsOf(load).filter(({ errno }) => errno === lockTimeoutErrno);
  expect(late.length).toBeGreaterThan(0);
  expect(late.every(({ outcome, step, isRetried }) => outcome === 'aborted' && step === 'statement' && isRetried)).toBe(
    true,
  );
  expect(recordsOf(load).filter(({ errno }) => errno !== 0 && errno !== lockTimeoutErrno)).toEqual([]);
});

function recordsOf(load: DrivenLoad): readonly Attempt[] {
  return [...load.attempts.values()].flat();
}

/** Before COMMIT nothing has happened; from it on nobody knows. */
function meansWhatItsStepSays({ step, outcome }: Attempt): boolean {
  return outcome === (step === 'commit' ? 'in-doubt' : 'aborted');
}
