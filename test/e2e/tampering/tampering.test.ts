/** After a clean run somebody edits the tables by hand, on one node or on all: `verify` names every edit in its category, with id and money. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminUser } from '../../../src/host/data-directory.js';
import { findClusters } from '../../../src/host/cluster-file.js';
import { ServerFleet } from '../../../src/host/server-fleet.js';
import { createSystemClock } from '../../../src/kit/clock.js';
import { exitCodes } from '../../../src/model/exit-code.js';
import { auditCategories, type AuditCategory, type NodeAudit } from '../../../src/model/audit.js';
import type { RunRecord } from '../../../src/model/run-record.js';
import { connect, type Connection } from '../../../src/mysql/connect.js';
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
const scopes = [
  { scope: 'on all nodes', node: 'db-a', isReplicated: true },
  { scope: 'on the replica only', node: 'db-b', isReplicated: false },
  { scope: 'on the primary only', node: 'db-a', isReplicated: false },
];

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

  describe.each(scopes)('$scope', ({ node, isReplicated }) => {
    it.each(edits.map((edit) => [edit.what, edit] as const))('names %s', async (_what, edit) => {
      const server = servers.get(node) as Connection;
      await using _undone = await copyOf(server, isReplicated);
      const { payment, account, amount } = await victimOn(server);
      for (const statement of edit.statements)
        await server.query(statement.replaceAll('@payment', `${payment}`).replaceAll('@account', `${account}`));

      const { exitCode } = await site.run('verify', run);

      expect(exitCode).toBe(exitCodes.dataViolation);
      const record = await recordOf(run);
      for (const audited of record.reconciliation?.audit.nodes ?? []) {
        const isEdited = isReplicated || audited.node === node;
        expect(foundOn(audited), audited.node).toEqual(isEdited ? edit.found : {});
        if (!isEdited) continue;
        const [category, subject] = edit.named;
        const { examples, money } = audited.categories[category];
        const id = edit.what === 'a foreign row' ? 99 : subject === 'payment' ? payment : account;
        expect(examples.map((each) => each[subject])).toEqual([id]);
        if (edit.money !== null) expect(money).toBe(edit.money === 'amount' ? amount : edit.money);
      }
      expect(failedChecks(record).includes('nodes-agree')).toBe(!isReplicated);
    });
  });
});

async function adminOf(site: CliSite, node: string): Promise<Connection> {
  const state = site.path('state');
  const [found] = await findClusters({ root: state, clusters: `${state}/clusters`, leases: `${state}/leases` });
  const fleet = await ServerFleet.attach(found?.directory ?? '', createSystemClock());
  const endpoint = { ...fleet.endpoint(node), user: adminUser };
  return await connect(endpoint, { connectTimeoutMs: 5_000, database: 'paystorm' });
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

async function victimOn(
  server: Connection,
): Promise<{ readonly payment: number; readonly account: number; readonly amount: number }> {
  const [row] = await server.query(
    "SELECT payment_id, account_id, payment.amount AS amount FROM payment JOIN entry USING (payment_id) WHERE leg = 0 AND operation = 'transfer' ORDER BY payment_id LIMIT 1 OFFSET 40",
  );
  return {
    payment: Number(row?.['payment_id']),
    account: Number(row?.['account_id']),
    amount: Number(row?.['amount']),
  };
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
