/** The audit against real MariaDB servers: an untouched ledger passes, and every way of tampering with it is named in its category. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { single } from '../../../src/catalog/topologies/single.js';
import { createSystemClock } from '../../../src/kit/clock.js';
import { paymentIdOf } from '../../../src/kit/payment-id.js';
import { auditCategories, type AuditCategory, type LedgerAudit, type NodeAudit } from '../../../src/model/audit.js';
import type { Cluster, Endpoint, ReadableNodes } from '../../../src/model/topology.js';
import { connect, type Connection } from '../../../src/mysql/connect.js';
import { createContents } from '../../../src/plan/contents.js';
import { auditLedger } from '../../../src/run/audit/audit-ledger.js';
import { fillLedger } from '../../fixtures/filled-ledger.js';
import { planOf } from '../../fixtures/plan.js';
import { answered, headerOf, judgingCatalog, writeSyntheticRun, type Ending } from '../../fixtures/synthetic-run.js';

const runTag = 7;
const arrivals = 600;
const keys = (mode: string): string => `client: { retry: none }\nledger: { accounts: 200, mode: ${mode} }`;
const enforced = planOf({ phases: '[{ name: only, for: 6s, rate: 100/s }]', keys: keys('enforce') });
const detecting = planOf({ phases: '[{ name: only, for: 6s, rate: 100/s }]', keys: keys('detect') });
const catalog = judgingCatalog();
const header = { ...headerOf(enforced), flavor: 'mariadb' };
const contents = createContents(enforced, catalog.operations);
const postings = Array.from({ length: arrivals }, (_each, arrival) => arrival).filter(
  (arrival) => contents.contentOf(arrival).content.kind === 'posting',
);
const [victim, other] = [postings[20] as number, postings[40] as number];
const victimId = paymentIdOf(runTag, victim);
const victimAmount = amountOf(victim);

const directory = mkdtempSync(join(tmpdir(), 'ps-audit-'));
const clusters: Cluster[] = [];
let endpoints: Endpoint[] = [];
let connection: Connection;
let copy: Connection;

beforeAll(async () => {
  // Started by root, servers run as a user of their own, who must get to the data.
  chmodSync(directory, 0o755);
  env['PAYSTORM_STATE'] = join(directory, 'state');
  for (const name of ['db-1', 'db-2']) {
    const options = { clock: createSystemClock(), signal: new AbortController().signal, onProgress: () => undefined };
    const settings = single.settings.parse({ nodes: [{ name, zone: 'a' }] });
    clusters.push(await single.start(settings, { ...options, connectionsMax: 10, isKept: false, runDirectory: null }));
  }
  endpoints = clusters.flatMap((cluster) => cluster.nodes);
  [connection, copy] = (await Promise.all(
    endpoints.map((endpoint) => connect(endpoint, { connectTimeoutMs: 5_000 })),
  )) as [Connection, Connection];
});

afterAll(async () => {
  await connection?.close();
  await copy?.close();
  for (const cluster of clusters) await cluster[Symbol.asyncDispose]();
  rmSync(directory, { recursive: true, force: true });
});

describe('on one node', () => {
  beforeEach(async () => {
    await fill(connection);
  });

  test('an untouched ledger shows nothing', async () => {
    const audit = await auditOf();
    expect(foundIn(audit)).toEqual({});
    expect(audit.attempted.acknowledged).toBe(postings.length);
    expect(only(audit).totals.balance).toBe(only(audit).totals.opening);
  });

  test('a deleted payment is lost, with its money and the time of its acknowledgement', async () => {
    await execute(`DELETE FROM payment WHERE payment_id = ${victimId}`, ...withoutRows(victimId));
    const { lost } = only(await auditOf()).categories;
    expect(lost).toMatchObject({ count: 1, money: victimAmount });
    expect(lost.examples[0]).toMatchObject({ payment: victimId, amount: victimAmount, foundOn: [] });
    expect(lost.examples[0]?.acknowledgedMs).toBeGreaterThan(0);
    expect(lost.examples[0]?.text).toContain('absent on every node');
  });

  test('a deleted leg makes the payment partial, breaks a chain and drifts a balance', async () => {
    await execute(`DELETE FROM entry WHERE payment_id = ${victimId} AND leg = 0`);
    const audit = await auditOf();
    expect(foundIn(audit)).toEqual({ partial: 1, chain: 1, drift: 1 });
    expect(only(audit).categories.partial.examples[0]).toMatchObject({ payment: victimId, amount: victimAmount });
    expect(only(audit).categories.drift.money).toBe(Math.abs(legOf(victim)));
    expect(audit.withdrawnArrivals).toEqual([victim]);
  });

  test('a changed amount is other content', async () => {
    await execute(`UPDATE payment SET amount = amount + 1 WHERE payment_id = ${victimId}`);
    const audit = await auditOf();
    expect(foundIn(audit)).toEqual({ content: 1 });
    expect(only(audit).categories.content.examples[0]?.payment).toBe(victimId);
  });

  test('a changed balance drifts by exactly the change, and the total with it', async () => {
    await execute('UPDATE account SET balance = balance + 77 WHERE account_id = 3');
    const audit = await auditOf();
    expect(foundIn(audit)).toEqual({ drift: 1 });
    expect(only(audit).categories.drift).toMatchObject({ money: 77 });
    expect(only(audit).categories.drift.examples[0]?.account).toBe(3);
    expect(only(audit).totals.balance - only(audit).totals.opening).toBe(77);
  });

  test('a changed version breaks the chain', async () => {
    await execute('UPDATE account SET version = version + 1 WHERE account_id = 5');
    const audit = await auditOf();
    expect(foundIn(audit)).toEqual({ chain: 1 });
    expect(only(audit).categories.chain.examples[0]?.account).toBe(5);
  });

  test('a wrong balance in the history breaks the chain at that version', async () => {
    await execute(`UPDATE entry SET balance_after = balance_after + 1 WHERE payment_id = ${victimId} AND leg = 0`);
    const audit = await auditOf();
    expect(foundIn(audit)).toEqual({ chain: 1 });
    expect(only(audit).categories.chain.examples[0]?.text).toContain(String(victimId));
  });

  test('a foreign payment is unexpected, and so is an account that nobody opened', async () => {
    await execute(
      "INSERT INTO payment VALUES (99, 'transfer', 500, 'posted', NULL, 1, 1)",
      "INSERT INTO account VALUES (5000, 'customer', 'IDR', 0, 0, 0, 0, NULL)",
    );
    const audit = await auditOf();
    expect(foundIn(audit)).toEqual({ unexpected: 2 });
    expect(only(audit).categories.unexpected.money).toBe(500);
  });

  test('foreign payments are all counted, whichever side of the own they lie on', async () => {
    const far = 2 ** 52;
    await execute(
      `INSERT INTO payment SELECT seq, 'transfer', 2, 'posted', NULL, 1, 1 FROM seq_1_to_1100`,
      `INSERT INTO payment SELECT ${far} + seq, 'transfer', 2, 'posted', NULL, 1, 1 FROM seq_1_to_600`,
    );
    const audit = await auditOf();
    expect(foundIn(audit)).toEqual({ unexpected: 1_700 });
    expect(only(audit).categories.unexpected.money).toBe(3_400);
  });

  test('a balance below zero is named where it is forbidden', async () => {
    await execute('UPDATE account SET balance = -5 WHERE account_id = 3');
    const audit = await auditOf();
    expect(foundIn(audit)).toEqual({ drift: 1, negative: 1 });
    expect(only(audit).categories.negative.money).toBe(5);
  });

  test('a missing account drifts by all it held', async () => {
    await execute('DELETE FROM account WHERE account_id = 4');
    expect(foundIn(await auditOf())).toEqual({ drift: 1 });
  });

  test('an aborted and a declined payment that are there are phantoms', async () => {
    const audit = await auditOf({
      endings: { [victim]: [{ outcome: 'aborted', errno: 1213 }], [other]: [{ outcome: 'declined' }] },
    });
    expect(foundIn(audit)).toEqual({ phantom: 2 });
    expect(only(audit).categories.phantom.money).toBe(victimAmount + amountOf(other));
  });

  test('an id taken in a retry is a phantom only when no earlier attempt was in doubt', async () => {
    const retried = { outcome: 'acknowledged', errno: 1062, endMs: 9_000 } as const;
    const endings = {
      [victim]: [{ outcome: 'aborted', errno: 1205, endMs: 8_000 }, retried],
      [other]: [{ outcome: 'in-doubt', errno: 60002, endMs: 8_000 }, retried],
    } as const;
    const audit = await auditOf({ endings });
    expect(foundIn(audit)).toEqual({ phantom: 1 });
    expect(only(audit).categories.phantom.examples[0]?.payment).toBe(victimId);
  });

  test('payments in doubt are counted as present or absent, and those in part as broken', async () => {
    const third = postings[60] as number;
    const inDoubt: readonly Ending[] = [{ outcome: 'in-doubt', errno: 60002 }];
    await fill(connection, { skip: (arrival) => arrival === other });
    await execute(`DELETE FROM payment WHERE payment_id = ${paymentIdOf(runTag, third)}`);
    const audit = await auditOf({ endings: { [victim]: inDoubt, [other]: inDoubt, [third]: inDoubt } });
    expect(only(audit).inDoubt).toEqual({ present: 2, absent: 1, broken: 1 });
    expect(foundIn(audit)).toEqual({ partial: 1 });
    expect(audit.attempted.inDoubt).toBe(3);
  });

  test('what was never sent is unexpected, unless the journal was cut', async () => {
    const endings = { [victim]: [] };
    expect(foundIn(await auditOf({ endings }))).toEqual({ unexpected: 1 });
    const cut = await auditOf({ endings, isJournalCut: true });
    expect(foundIn(cut)).toEqual({});
    expect(cut.attempted.unrecorded).toBe(1);
  });

  test('the ledger of another run is refused', async () => {
    await execute("UPDATE run SET run_id = 'another'");
    await expect(auditOf()).rejects.toThrow(/belongs to run another/u);
  });
});

test('in detect mode a payment that took effect twice is a duplicate and forks the history', async () => {
  await fill(connection, { isDetecting: true });
  await execute(
    `INSERT INTO payment SELECT payment_id, operation, amount, state, original_id, client_time, 2 FROM payment WHERE payment_id = ${victimId}`,
    `INSERT INTO entry SELECT payment_id, leg, account_id, amount, balance_after + amount, account_version + 1 FROM entry WHERE payment_id = ${victimId} AND leg = 0`,
  );
  const audit = await auditOf();
  expect(foundIn(audit)).toEqual({ duplicate: 1, chain: 1, drift: 1 });
  expect(only(audit).categories.duplicate).toMatchObject({ money: victimAmount });
  expect(only(audit).categories.chain.examples[0]?.text).toContain('is the second of that number (a fork)');
  expect(audit.withdrawnArrivals).toEqual([victim]);
});

describe('on two nodes', () => {
  const both: ReadableNodes = { authority: 'db-1', comparable: ['db-2'], excluded: [] };

  beforeEach(async () => {
    await fill(connection);
    await fill(copy);
  });

  test('equal nodes agree', async () => {
    expect((await auditOf({ readable: both })).differences).toEqual([]);
  });

  test('rows that differ are named, table by table, with both versions', async () => {
    await copy.query(`DELETE FROM outbox WHERE event_id = ${outboxVictim()}`);
    await copy.query('UPDATE account SET pending_in = 1 WHERE account_id = 2');
    const { differences } = await auditOf({ readable: both });
    expect(differences.map(({ node, table, rows }) => ({ node, table, rows }))).toEqual([
      { node: 'db-2', table: 'account', rows: 1 },
      { node: 'db-2', table: 'outbox', rows: 1 },
    ]);
    expect(differences[0]?.examples[0]).toMatch(/^account 2: .*"pendingIn":0.* on db-1, .*"pendingIn":1.* on db-2$/u);
  });

  test('a payment that the authority has lost is found on a node that stands aside', async () => {
    await fill(connection, { skip: (arrival) => arrival === victim });
    const excluded = [{ node: 'db-2', reason: 'It left the cluster.', isReadable: true }];
    const audit = await auditOf({ readable: { authority: 'db-1', comparable: [], excluded } });
    expect(foundIn(audit)).toEqual({ lost: 1 });
    expect(only(audit).categories.lost.examples[0]).toMatchObject({ payment: victimId, foundOn: ['db-2'] });
    expect(audit.nodes[1]).toMatchObject({ node: 'db-2', role: 'aside', lostButHere: 1, unreadable: null });
  });

  test('a node that cannot be read is unreadable, and not different', async () => {
    await copy.query('DROP TABLE outbox');
    const audit = await auditOf({ readable: both });
    expect(audit.differences).toEqual([]);
    expect(audit.nodes[1]?.unreadable).toMatch(/outbox/u);
  });
});

test('200,000 payments are audited in bounded time', async () => {
  const plan = planOf({ phases: '[{ name: only, for: 100s, rate: 4k/s }]', keys: 'ledger: { accounts: 20k }\n' });
  const many = createContents(plan, catalog.operations);
  const big = { ...headerOf(plan), flavor: 'mariadb' };
  const fills = { plan, contents: many, runId: big.runId, runTag, arrivals: 400_000 };
  await fillLedger(connection, fills);
  const journal = mkdtempSync(join(directory, 'run-'));
  writeSyntheticRun({ directory: journal, plan, script: (atMs, _index, unit) => [answered(atMs, unit)] });
  const clock = createSystemClock();
  const options = { header: big, journalDirectory: journal, catalog, endpoints, clock, onProgress: () => undefined };
  const startMs = clock.nowMs();
  const audit = await auditLedger({ ...options, readable: oneNode, isJournalCut: false });
  const seconds = (clock.nowMs() - startMs) / 1_000;
  const { rows } = only(audit);
  process.stdout.write(`audited ${rows.payments} payments with ${rows.entries} entries in ${seconds.toFixed(1)} s\n`);
  expect(foundIn(audit)).toEqual({});
  expect(rows.payments).toBeGreaterThan(190_000);
});

const oneNode: ReadableNodes = { authority: 'db-1', comparable: [], excluded: [] };

interface Options {
  readonly endings?: Readonly<Record<number, readonly Ending[]>>;
  readonly readable?: ReadableNodes;
  readonly isJournalCut?: boolean;
}

async function auditOf({ endings = {}, readable = oneNode, isJournalCut = false }: Options = {}): Promise<LedgerAudit> {
  const journalDirectory = mkdtempSync(join(directory, 'run-'));
  const script = (atMs: number, index: number, unit: () => number) => endings[index] ?? [answered(atMs, unit)];
  writeSyntheticRun({ directory: journalDirectory, plan: enforced, script });
  return await auditLedger({
    header,
    journalDirectory,
    catalog,
    endpoints,
    readable,
    clock: createSystemClock(),
    onProgress: () => undefined,
    isJournalCut,
  });
}

async function fill(
  target: Connection,
  { skip, isDetecting = false }: { readonly skip?: (arrival: number) => boolean; readonly isDetecting?: boolean } = {},
): Promise<void> {
  const plan = isDetecting ? detecting : enforced;
  const common = { plan, contents, runId: header.runId, runTag, arrivals };
  await fillLedger(target, skip === undefined ? common : { ...common, skip });
}

async function execute(...statements: readonly string[]): Promise<void> {
  for (const sql of statements) await connection.query(sql);
}

function withoutRows(id: number): readonly string[] {
  return [`DELETE FROM entry WHERE payment_id = ${id}`, `DELETE FROM outbox WHERE event_id = ${id}`];
}

function only(audit: LedgerAudit): NodeAudit {
  return audit.nodes[0] as NodeAudit;
}

/** Categories with findings on the authority. */
function foundIn(audit: LedgerAudit): Partial<Record<AuditCategory, number>> {
  expect(only(audit).unreadable).toBeNull();
  const { categories } = only(audit);
  return Object.fromEntries(
    auditCategories.flatMap((category) =>
      categories[category].count > 0 ? [[category, categories[category].count]] : [],
    ),
  );
}

function amountOf(arrival: number): number {
  const { content } = contents.contentOf(arrival);
  return content.kind === 'posting' ? content.amount : 0;
}

function legOf(arrival: number): number {
  const { content } = contents.contentOf(arrival);
  return content.kind === 'posting' ? (content.legs[0]?.amount ?? 0) : 0;
}

function outboxVictim(): number {
  const arrival = postings.find((each) => {
    const { content } = contents.contentOf(each);
    return content.kind === 'posting' && content.hasOutboxEvent;
  });
  return paymentIdOf(runTag, arrival as number);
}
