/** Backups of real servers under load: what was taken in one moment restores and balances, and what was not is noticed. */
import { mkdir, readdir, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createCatalog } from '../../../src/catalog/index.js';
import { single } from '../../../src/catalog/topologies/single.js';
import { rehearse } from '../../../src/commands/rehearse.js';
import { networkObstacle } from '../../../src/host/network/node-network.js';
import { findProcesses } from '../../../src/host/process-identity.js';
import type { BackupResult } from '../../../src/model/backup.js';
import type { CheckResult, RunRecord } from '../../../src/model/run-record.js';
import type { Cluster } from '../../../src/model/topology.js';
import { buildPlan } from '../../../src/plan/build-plan.js';
import { readScenarioText } from '../../../src/scenario/read-scenario.js';
import { connect } from '../../../src/mysql/connect.js';
import { judge } from '../../../src/verdict/judge.js';
import { fill, nodeOf, TargetSite } from '../../fixtures/target-site.js';

const catalog = createCatalog();
const obstacle = await networkObstacle();
let site: TargetSite;
beforeEach(async () => {
  site = await TargetSite.open();
});
afterEach(() => site[Symbol.asyncDispose]());

it.each([
  ['single', 'node: db'],
  ['single', 'node: db, reads: locked'],
  ['primary-replica', 'role: replica'],
  ['galera, timeouts: fast', 'node: node-b'],
])('a backup on %s (%s) holds what was acknowledged before, none sent after, and balances', async (target, aim) => {
  const { check, backup } = await play({ target, aim });
  expect(check, check.statement).toMatchObject({ verdict: 'pass' });
  expect(backup.missing?.count).toBe(0);
  expect(backup.audit?.attempted.acknowledged).toBeGreaterThan(100);
  // It was taken while payments went on.
  expect(backup.audit?.nodes[0]?.rows.payments).toBeLessThan(backup.all);
});

it.skipIf(obstacle !== null).each([
  ['primary-replica', 'node: db-b', '{ fault: packet-loss, node: db-c, at: steady + 1s, heal: 6s }'],
  [
    'galera, timeouts: fast',
    'node: node-b',
    '{ fault: packet-loss, node: node-c, share: 1%, at: steady + 1s, heal: 6s }',
  ],
])('on %s a node (%s) is backed up while the network between servers is bad', async (target, aim, bad) => {
  const { check, backup } = await play({ target, aim, others: [bad], healSeconds: 5 });
  expect(backup.refusal).toBeNull();
  expect(check, check.statement).toMatchObject({ verdict: 'pass' });
  expect(backup.audit?.attempted.acknowledged).toBeGreaterThan(100);
});

it('what is read table after table while rows move is torn', async () => {
  const { check, backup, record } = await play({
    target: 'single',
    aim: 'node: db, reads: unguarded',
    // A small ledger is read before anything of it has moved.
    accounts: 150_000,
    ratePerSecond: 400,
  });
  expect(check.verdict).toBe('fail');
  // Which rows had moved by when is the moment's affair: half of a payment, a sum, or one that was sent when the first table had been read.
  expect(check.statement).toMatch(/is not worth restoring: .*(?:torn|do not add up|had not been sent yet)/u);
  expect(backup.refusal).toBeNull();
  expect(record.checks.filter(({ verdict }) => verdict === 'fail').map((each) => each.check)).toEqual([
    'backup-restores',
  ]);
});

it('what was cut off shortly before its end cannot be restored', async () => {
  const { check } = await play({ target: 'single', aim: 'node: db', beforeReading: cutShort });
  expect(check).toMatchObject({ verdict: 'fail', isDataViolation: true });
  expect(check.statement).toContain('cannot be restored: it breaks off');
});

it('of a replica that receives nothing any more nobody knows what its backup should hold', async () => {
  const cutOff = '{ fault: replication-stop, nodes: replicas, at: steady + 500ms, heal: 9s }';
  const { check, backup } = await play({
    target: 'primary-replica',
    aim: 'role: replica',
    others: [cutOff],
    healSeconds: 7,
  });
  expect(backup.taken.appliedMs).toBeNull();
  expect(check, check.statement).toMatchObject({ verdict: 'inconclusive' });
  expect(check.statement).toContain('so far behind');
});

it('what is not done by its heal is given up, and nothing of it is kept', async () => {
  const cluster = await site.start(single);
  await fill(cluster, 'db', [1]);
  const { clock } = site;
  // What has a table locked keeps everybody waiting who wants to read it.
  await using holder = await connect(nodeOf(cluster, 'db'), { connectTimeoutMs: 5_000 });
  await holder.query('LOCK TABLES shop.sale WRITE');
  await cluster.backups?.begin({ id: 'a', node: 'db', reads: 'snapshot', boundMs: 60_000, clock });
  await expect.poll(dumps).toHaveLength(2);
  await cluster.backups?.end('a');
  const [taken] = (await cluster.backups?.taken()) ?? [];
  expect(taken).toMatchObject({ id: 'a', node: 'db', bytes: 0, failure: 'its heal came before it was done' });
  expect(await dumps()).toEqual([]);
});

async function cutShort(cluster: Cluster): Promise<void> {
  const [folder = ''] = (await readdir(cluster.directory ?? '')).filter((name) => name.startsWith('backup.'));
  const dump = join(cluster.directory ?? '', folder, 'dump.sql');
  await truncate(dump, Math.floor((await stat(dump)).size * 0.999));
}

/** The tool, and what bounds its time. */
async function dumps(): Promise<readonly string[]> {
  const found = await findProcesses(
    (args) => args.some((word) => word.endsWith('mariadb-dump')) && args.includes('shop'),
  );
  return found.map(({ pid }) => String(pid));
}

interface Played {
  readonly target: string;
  readonly aim: string;
  readonly healSeconds?: number;
  readonly accounts?: number;
  readonly ratePerSecond?: number;
  readonly others?: readonly string[];
  readonly beforeReading?: (cluster: Cluster) => Promise<void>;
}

interface Seen {
  readonly record: RunRecord;
  readonly check: CheckResult;
  /** And how many payments the ledger had in the end. */
  readonly backup: BackupResult & { readonly all: number };
}

async function play({
  target,
  aim,
  healSeconds = 4,
  accounts = 20_000,
  ratePerSecond = 150,
  others = [],
  beforeReading,
}: Played): Promise<Seen> {
  const taken = `{ name: nightly, fault: backup, ${aim}, at: steady + 2s, heal: ${healSeconds}s }`;
  const text = `name: backup
seed: 7
target: { topology: ${target} }
ledger: { accounts: ${accounts} }
client: { connections: 12, threads: 1 }
traffic:
  mix: { transfer: 60, qr-payment: 40 }
  phases: [{ name: steady, for: ${healSeconds + 3}s, rate: ${ratePerSecond}/s }]
faults: [${[taken, ...others].join(', ')}]
`;
  const scenario = readScenarioText({ name: 'backup.yaml', text }, { environment: {} }, catalog);
  const directory = join(site.directory, 'run');
  await mkdir(directory);
  let reading: Promise<void> = Promise.resolve();
  let cluster: Cluster | null = null;
  await rehearse({
    plan: buildPlan(scenario, catalog),
    catalog,
    directory,
    command: [],
    mayCreateSchema: false,
    isSharingAllowed: false,
    isKept: false,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    onEvent(event) {
      if (event.kind === 'load-finished' && cluster !== null) reading = beforeReading?.(cluster) ?? reading;
    },
    async accompany(started) {
      cluster = started;
      return { [Symbol.asyncDispose]: async () => reading };
    },
  });
  const record = await judge({ directory, catalog });
  const check = record.checks.find((each) => each.check === 'backup-restores');
  const [backup] = record.backups ?? [];
  if (check === undefined || backup === undefined) throw new Error('No backup was read.');
  return { record, check, backup: { ...backup, all: record.reconciliation?.audit.nodes[0]?.rows.payments ?? 0 } };
}
