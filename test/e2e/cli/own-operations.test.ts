/** An operation that a scenario brings with it, from its file to the verdict, and on: its source changes, its rows are edited, its run is handed over. */
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exitCodes } from '../../../src/model/exit-code.js';
import type { RunRecord } from '../../../src/model/run-record.js';
import { adminOf } from '../../fixtures/admin-of.js';
import { CliSite } from '../../fixtures/run-cli.js';

const story = `name: own-operations
seed: 11
target: { topology: single }
operations: [operations/split-bill.ts, operations/loan-instalment.ts]
ledger: { accounts: 1k }
client: { connections: 8, retry: idempotent 5, transaction_timeout: 1s }
traffic:
  mix: { split-bill: 60, loan-instalment: 20, transfer: 20 }
  phases: [{ name: steady, for: 2s, rate: 150/s }]
  drain: 5s
gates:
  - lost_payments == 0
  - response_time.p50{operation=split-bill} < 60s during steady
`;

describe('an operation that the scenario brings with it', () => {
  let site: CliSite;
  let run: string;
  beforeAll(async () => {
    site = await CliSite.open();
    run = site.path('run');
    await cp('scenarios/operations', site.path('operations'), { recursive: true });
    await writeFile(site.path('story.yaml'), story);
  });
  afterAll(() => site[Symbol.asyncDispose]());

  it('is paid, settled, audited and gated as a built-in one is', async () => {
    const { exitCode, out, err } = await site.run('run', site.path('story.yaml'), '--out', run, '--keep');
    expect(exitCode, out + err).toBe(exitCodes.pass);
    const record = await recordOf();
    expect(record.latency.map(({ operation }) => operation)).toContain('split-bill');
    expect(record.gates.map(({ verdict }) => verdict)).toEqual(['pass', 'pass']);
    const [node] = record.reconciliation?.audit.nodes ?? [];
    expect(node?.linked?.settlements).toBe(node?.linked?.authorised);
    expect(node?.linked?.authorised).toBeGreaterThan(0);
    await using server = await adminOf(site, 'db');
    const [paid] = await server.query("SELECT COUNT(*) AS count FROM payment WHERE operation = 'split-bill'");
    expect(Number(paid?.['count'])).toBeGreaterThan(100);
  });

  it('is verified from what was run when its source has changed', async () => {
    await writeFile(site.path('operations/split-bill.ts'), 'export default nothing of the kind;\n');
    await rm(site.path('operations/loan-instalment.ts'));
    const { exitCode, out, err } = await site.run('verify', run);
    expect(exitCode, out + err).toBe(exitCodes.pass);
  });

  it('is handed over with its run, and runs elsewhere only where that is allowed', async () => {
    const bundle = site.path('evidence.tar.gz');
    expect((await site.run('bundle', run, '--to', bundle)).exitCode).toBe(exitCodes.pass);
    // As on a machine that has never run it.
    await rm(site.path('state/known-code'), { recursive: true });
    const refused = await site.run('verify', '--bundle', bundle);
    expect(refused.exitCode).toBe(exitCodes.guardRefused);
    expect(refused.err).toContain('The run brings operations of its own, which were never run on this machine:');
    expect(refused.err).toContain('split-bill  SHA-256');
    const allowed = await site.run('verify', '--bundle', bundle, '--allow-exec');
    expect(allowed.exitCode, allowed.out).toBe(exitCodes.pass);
  });

  it('has a row that somebody edits, and verify names it', async () => {
    await using server = await adminOf(site, 'db');
    const [bill] = await server.query(
      "SELECT payment_id FROM payment WHERE operation = 'split-bill' LIMIT 1 OFFSET 40",
    );
    const payment = Number(bill?.['payment_id']);
    await server.query(`DELETE FROM entry WHERE payment_id = ${payment} AND leg = 1`);
    const { exitCode } = await site.run('verify', run, '--quiet', '--allow-exec');
    expect(exitCode).toBe(exitCodes.dataViolation);
    const { categories } = (await recordOf()).reconciliation?.audit.nodes[0] ?? {};
    expect(categories?.partial.examples.map((each) => each.payment)).toEqual([payment]);
  });

  async function recordOf(): Promise<RunRecord> {
    return JSON.parse(await readFile(`${run}/record.json`, 'utf8')) as RunRecord;
  }
});
