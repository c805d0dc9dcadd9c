/** After a clean run somebody edits the tables by hand, on one node or on all: `verify` names every edit in its category, with id and money. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exitCodes } from '../../../src/model/exit-code.js';
import { auditCategories, type AuditCategory, type NodeAudit } from '../../../src/model/audit.js';
import type { RunRecord } from '../../../src/model/run-record.js';
import type { Connection } from '../../../src/mysql/connect.js';
import { adminOf } from '../../fixtures/admin-of.js';
import { CliSite } from '../../fixtures/run-cli.js';

/** `@payment` is the edited payment, a transfer; `@account` is the account of its first leg. */
interface Edit {
  readonly what: string;
  readonly statements: readonly string[];
  /** All that must be found. */
  readonly found: Found;
  /** Where the edit itself is named, and as what. */
  readonly named: readonly [AuditCategory, 'payment' | 'account'];
  readonly money: 'amount' | 77 | 5_000 | null;
}

type Found = Partial<Record<AuditCategory, number>>;

const edits: readonly Edit[] = [
  {
    what: 'a deleted payment, with everything that belongs to it',
    statements: [
      'DELETE FROM payment WHERE payment_id = @payment',
      'DELETE FROM entry WHERE payment_id = @payment',
      'DELETE FROM outbox WHERE payment_id = @payment',
    ],
    // Two accounts hold money that no entry explains any more.
    found: { lost: 1, chain: 2, drift: 2 },
    named: ['lost', 'payment'],
    money: 'amount',
  },
  {
    what: 'a deleted leg',
    statements: ['DELETE FROM entry WHERE payment_id = @payment AND leg = 0'],
    found: { partial: 1, chain: 1, drift: 1 },
    named: ['partial', 'payment'],
    money: 'amount',
  },
  {
    what: 'a payment that is there twice',
    statements: [
      'INSERT INTO payment SELECT payment_id, operation, amount, state, original_id, client_time, attempt + 1 FROM payment WHERE payment_id = @payment',
    ],
    found: { duplicate: 1 },
    named: ['duplicate', 'payment'],
    money: 'amount',
  },
  {
    what: 'a payment whose attempt is there twice',
    statements: [
      'INSERT INTO payment SELECT payment_id, operation, amount, state, original_id, client_time - 1, attempt FROM payment WHERE payment_id = @payment',
    ],
    found: { duplicate: 1 },
    named: ['duplicate', 'payment'],
    money: 'amount',
  },
  {
    what: 'a changed amount',
    statements: ['UPDATE payment SET amount = amount + 1 WHERE payment_id = @payment'],
    found: { content: 1 },
    named: ['content', 'payment'],
    money: null,
  },
  {
    what: 'a changed amount of a leg',
    statements: ['UPDATE entry SET amount = amount + 1 WHERE payment_id = @payment AND leg = 0'],
    found: { content: 1, drift: 1, chain: 1 },
    named: ['content', 'payment'],
    money: null,
  },
  {
    what: 'a changed balance',
    statements: ['UPDATE account SET balance = balance + 77 WHERE account_id = @account'],
    found: { drift: 1 },
    named: ['drift', 'account'],
    money: 77,
  },
  {
    what: 'a changed version',
    statements: ['UPDATE account SET version = version + 1 WHERE account_id = @account'],
    found: { chain: 1 },
    named: ['chain', 'account'],
    money: null,
  },
  {
    what: 'another currency',
    statements: ["UPDATE account SET currency = 'EUR' WHERE account_id = @account"],
    found: { content: 1 },
    named: ['content', 'account'],
    money: null,
  },
  {
    what: 'a foreign row',
    statements: ["INSERT INTO payment VALUES (99, 'transfer', 5000, 'posted', NULL, 1, 1)"],
    found: { unexpected: 1 },
    named: ['unexpected', 'payment'],
    money: 5_000,
  },
];

const tables = ['account', 'payment', 'entry', 'outbox'];
const halves = [
  ['replica', 'db-b'],
  ['primary', 'db-a'],
] as const;

describe('verify after somebody edited the tables by hand', () => {
  let site: CliSite;
  let run: string;
  const servers = new Map<string, Connection>();
  beforeAll(async () => {
    site = await CliSite.open();
    run = site.path('run');
    const { exitCode, out } = await site.run(
      'run',
      'test/fixtures/scenarios/short-replicas.yaml',
      '--keep',
      '--out',
      run,
    );
    expect(exitCode, out).toBe(exitCodes.pass);
    for (const node of ['db-a', 'db-b']) servers.set(node, await adminOf(site, node));
  });
  afterAll(async () => {
    for (const server of servers.values()) await server.close();
    await site[Symbol.asyncDispose]();
  });

  it('finds nothing in tables that nobody touched', async () => {
    const said = await readFile(`${run}/report.html`, 'utf8');
    const { exitCode } = await site.run('verify', run);
    expect(exitCode).toBe(exitCodes.pass);
    expect(await readFile(`${run}/earlier-1/report.html`, 'utf8')).toBe(said);
    expect(failedChecks(await recordOf(run))).toEqual([]);
  });

  it.each(edits.map((edit) => [edit.what, edit] as const))('names %s', async (_what, edit) => {
    const server = servers.get('db-a') as Connection;
    await using _undone = await copyOf(server, true);
    const [victim] = await victimsOn(server, 1);
    await tamper(server, edit, victim);
    expect((await site.run('verify', run)).exitCode).toBe(exitCodes.dataViolation);
    const record = await recordOf(run);
    for (const audited of record.reconciliation?.audit.nodes ?? []) {
      expect(foundOn(audited), audited.node).toEqual(edit.found);
      const { ids, money } = namedOn(audited, edit);
      expect(ids).toEqual([idOf(edit, victim)]);
      if (edit.money !== null) expect(money).toBe(edit.money === 'amount' ? victim.amount : edit.money);
    }
    expect(failedChecks(record)).not.toContain('nodes-agree');
  });

  it.each(halves)('names all of it side by side, on the %s only', async (_role, node) => {
    const server = servers.get(node) as Connection;
    await using _undone = await copyOf(server, false);
    const victims = await victimsOn(server, edits.length);
    for (const [index, edit] of edits.entries()) await tamper(server, edit, victims[index] as Victim);
    expect((await site.run('verify', run)).exitCode).toBe(exitCodes.dataViolation);
    const record = await recordOf(run);
    for (const audited of record.reconciliation?.audit.nodes ?? []) {
      const isEdited = audited.node === node;
      expect(foundOn(audited), audited.node).toEqual(isEdited ? sumOf(edits.map(({ found }) => found)) : {});
      for (const [index, edit] of isEdited ? edits.entries() : [])
        expect(namedOn(audited, edit).ids, edit.what).toContain(idOf(edit, victims[index] as Victim));
    }
    expect(failedChecks(record)).toContain('nodes-agree');
  });
});

interface Victim {
  readonly payment: number;
  /** Of its first leg. */
  readonly account: number;
  readonly amount: number;
}

async function tamper(server: Connection, { statements }: Edit, { payment, account }: Victim): Promise<void> {
  for (const statement of statements)
    await server.query(statement.replaceAll('@payment', `${payment}`).replaceAll('@account', `${account}`));
}

function idOf({ what, named: [, subject] }: Edit, { payment, account }: Victim): number {
  if (what === 'a foreign row') return 99;
  return subject === 'payment' ? payment : account;
}

function namedOn({ categories }: NodeAudit, { named: [category, subject] }: Edit) {
  const { examples, money } = categories[category];
  return { ids: examples.map((each) => each[subject]), money };
}

function sumOf(found: readonly Found[]): Found {
  const sums: Found = {};
  for (const each of found)
    for (const category of auditCategories)
      if (each[category] !== undefined) sums[category] = (sums[category] ?? 0) + each[category];
  return sums;
}

/** Keeps the tables as they are, and puts them back when it is disposed. Without the log nothing of it reaches another server. */
async function copyOf(server: Connection, isReplicated: boolean): Promise<AsyncDisposable> {
  await server.query(`SET SESSION sql_log_bin = ${isReplicated ? 1 : 0}`);
  await server.query('CREATE DATABASE IF NOT EXISTS kept');
  for (const table of tables) {
    await server.query(`CREATE OR REPLACE TABLE kept.${table} LIKE paystorm.${table}`);
    await server.query(`INSERT INTO kept.${table} SELECT * FROM paystorm.${table}`);
  }
  return {
    async [Symbol.asyncDispose]() {
      for (const table of tables) {
        await server.query(`DELETE FROM paystorm.${table}`);
        await server.query(`INSERT INTO paystorm.${table} SELECT * FROM kept.${table}`);
      }
    },
  };
}

/** Transfers of which no two have an account in common: what is done to one is not found at another. */
async function victimsOn(server: Connection, count: number): Promise<readonly [Victim, ...Victim[]]> {
  const rows = await server.query(
    "SELECT payment_id, first.account_id AS account, second.account_id AS other, payment.amount AS amount FROM payment JOIN entry first USING (payment_id) JOIN entry second USING (payment_id) WHERE first.leg = 0 AND second.leg = 1 AND operation = 'transfer' ORDER BY payment_id LIMIT 200 OFFSET 40",
  );
  const seen = new Set<unknown>();
  const apart = rows.filter(({ account, other }) => {
    const isApart = !seen.has(account) && !seen.has(other);
    if (isApart) seen.add(account).add(other);
    return isApart;
  });
  expect(apart.length).toBeGreaterThanOrEqual(count);
  const victims = apart.slice(0, count).map((row) => ({
    payment: Number(row['payment_id']),
    account: Number(row['account']),
    amount: Number(row['amount']),
  }));
  return victims as [Victim, ...Victim[]];
}

async function recordOf(run: string): Promise<RunRecord> {
  return JSON.parse(await readFile(`${run}/record.json`, 'utf8')) as RunRecord;
}

/** Categories with findings, and how many. */
function foundOn({ categories, unreadable }: NodeAudit): Found {
  expect(unreadable).toBeNull();
  const counts = auditCategories.map((category) => [category, categories[category].count] as const);
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

function failedChecks({ checks }: RunRecord): readonly string[] {
  return checks.filter(({ verdict }) => verdict === 'fail').map(({ check }) => check);
}
