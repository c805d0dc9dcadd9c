import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSystemClock } from '../../../src/kit/clock.js';
import { findClusters } from '../../../src/host/cluster-file.js';
import { ServerFleet } from '../../../src/host/server-fleet.js';
import { exitCodes } from '../../../src/model/exit-code.js';
import type { RunRecord } from '../../../src/model/run-record.js';
import { connect } from '../../../src/mysql/connect.js';
import { CliSite, type CliResult } from '../../fixtures/run-cli.js';

/** The whole chain over HTTP: engine, the reference gateway, real servers behind it, the audit of every payment. */
describe('a rehearsal through the reference gateway', () => {
  let site: CliSite;
  beforeAll(async () => {
    site = await CliSite.open();
  });
  afterAll(() => site[Symbol.asyncDispose]());

  it('measures the loss of the node that the gateway uses, finds every payment once, and leaves no gateway behind', async () => {
    const { ended, record } = await lostNode();
    expect(ended.exitCode, ended.out).toBe(exitCodes.pass);
    const { totals, recoveries, reconciliation } = record;
    // What the gateway could not tell, or certainly had not done: 504, 503, or a deadlock of those who had waited.
    expect(Object.values(totals.errors).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0);
    expect(recoveries[0]?.nodeOutages.map(({ node }) => node).sort()).toEqual(['node-a', 'node-b', 'node-c']);
    for (const { outageMs } of recoveries[0]?.nodeOutages ?? []) expect(outageMs?.valueMs).toBeGreaterThan(600);
    expect(reconciliation?.acknowledgedPresent).toBe(reconciliation?.attempted.acknowledged);
    expect(reconciliation?.acknowledgedPresent).toBeGreaterThan(1_000);
    // What an API does tell: whether payments are there, and which transfers of banks it has credited.
    const told = new Map(record.checks.map(({ check, verdict, statement }) => [check, `${verdict}: ${statement}`]));
    expect(told.get('reads-fresh')).toMatch(/^pass: .*\d answers about payments/u);
    expect(told.get('bank-transfers-once')).toMatch(/^pass: All \d+ transfers/u);
    expect(told.has('isolation-held')).toBe(false);
    await expect(fetch(gatewayOf(ended))).rejects.toThrow('fetch failed');
  });

  it('tells exactly the double charges of a naive gateway that the database holds', async () => {
    const directory = site.path('naive');
    const scenario = 'test/fixtures/scenarios/short-naive-gateway.yaml';
    const { exitCode, out } = await site.run('run', scenario, '--keep', '--out', directory);
    expect(exitCode, out).toBe(exitCodes.dataViolation);
    const [audited] = (await recordIn(directory)).reconciliation?.audit.nodes ?? [];
    const charged = await chargedAgain(site.path('state'));
    expect(charged.count).toBeGreaterThan(0);
    expect(audited?.categories.duplicate).toMatchObject(charged);
    expect(audited?.categories).toMatchObject({ lost: { count: 0 }, unexpected: { count: 0 }, phantom: { count: 0 } });
  });

  it('tells of a gateway that dies, counts what could not be sent any more, and still finds every payment that was acknowledged', async () => {
    const directory = site.path('dead');
    const run = site.start('run', 'test/fixtures/scenarios/short-gateway.yaml', '--out', directory);
    await run.said(/steady: offered/u);
    process.kill(await gatewayUnder(run.child.pid ?? 0), 'SIGKILL');
    const ended = await run.result;
    const { reasons, totals, reconciliation, gates } = await recordIn(directory);
    expect(ended.out).toContain('The reference gateway has ended with SIGKILL.');
    expect(reasons.join(' ')).toContain('The reference gateway has ended with SIGKILL.');
    // Nobody is there to be connected to: what waits is never sent.
    expect(totals.dropped['deadline-passed']).toBeGreaterThan(50);
    expect(totals.outcomes.acknowledged).toBeGreaterThan(50);
    expect(reconciliation?.acknowledgedPresent).toBe(totals.outcomes.acknowledged);
    expect(gates[0]).toMatchObject({ verdict: 'pass' });
  });

  async function lostNode(turn = 1): Promise<{ readonly ended: CliResult; readonly record: RunRecord }> {
    const directory = site.path(`lost-node-${turn}`);
    const ended = await site.run('run', 'scenarios/gateway-node-kill.yaml', '--out', directory);
    // What a stuttering machine left undecided is played once more.
    if (ended.exitCode === exitCodes.inconclusive && turn === 1) return lostNode(2);
    return { ended, record: await recordIn(directory) };
  }
});

async function recordIn(directory: string): Promise<RunRecord> {
  return JSON.parse(await readFile(`${directory}/record.json`, 'utf8')) as RunRecord;
}

function gatewayOf({ out, err }: CliResult): string {
  return /gateway serves at (\S+)/u.exec(out + err)?.[1] ?? 'nowhere';
}

/** What a DBA would ask: customers with two payments whose numbers stand side by side, and the money of the second ones. */
async function chargedAgain(state: string): Promise<{ readonly count: number; readonly money: number }> {
  const [found] = await findClusters({ root: state, clusters: `${state}/clusters`, leases: `${state}/leases` });
  const fleet = await ServerFleet.attach(found?.directory ?? '', createSystemClock());
  await using connection = await connect(fleet.endpoint('db'), { connectTimeoutMs: 5_000 });
  const [row] = await connection.query(
    'SELECT COUNT(*) AS count, SUM(second.amount) AS money FROM paystorm.payment AS first JOIN paystorm.payment AS second ON second.payment_id = first.payment_id + 1 WHERE first.payment_id % 2 = 0',
  );
  return { count: Number(row?.['count']), money: Number(row?.['money']) };
}

/** The one child of the runner that is the gateway. */
async function gatewayUnder(runner: number): Promise<number> {
  const children = (await readFile(`/proc/${runner}/task/${runner}/children`, 'utf8')).trim().split(' ').map(Number);
  const commands = await Promise.all(children.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8')));
  const gateways = children.filter((_pid, index) => commands[index]?.includes('gateway'));
  expect(gateways).toHaveLength(1);
  return gateways[0] as number;
}
