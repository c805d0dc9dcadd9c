/** A finished run is judged by whole files only: what is missing, cut or altered is refused, and what a killed runner left is not. */
import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { auditAgain } from '../../../src/commands/audit-again.js';
import { attemptFileName, eventPath, probeFile } from '../../../src/journal/run-directory.js';
import { ToolError } from '../../../src/kit/error.js';
import type { Cluster } from '../../../src/model/topology.js';
import { judge } from '../../../src/verdict/judge.js';
import { planOf } from '../../fixtures/plan.js';
import { Scratch } from '../../fixtures/scratch.js';
import {
  answered,
  auditOf,
  endEvents,
  headerOf,
  judgingCatalog,
  probesOf,
  writeSyntheticRun,
} from '../../fixtures/synthetic-run.js';

const headerBytes = 16;
const attemptBytes = 40;
const probeBytes = 24;
const plan = planOf({ phases: '[{ name: steady, for: 5s, rate: 200/s }]', keys: 'ledger: { accounts: 1000 }' });
const arrivals = 1_000;

const scratch = new Scratch();
let runs = 0;
afterAll(() => scratch[Symbol.dispose]());

test('a finished run whose files are whole is judged', async () => {
  const record = await judge({ directory: writeRun(), catalog: judgingCatalog() });
  expect(record.totals.availabilityRatio).toBe(1);
});

test('a missing attempt file is refused with its name and how many records it held', async () => {
  const directory = writeRun();
  rmSync(join(directory, attemptFileName(0)));
  const error = await refusal(directory);
  expect(error.message).toContain('attempts-0.bin is missing');
  expect(error.message).toContain(`${arrivals / plan.scenario.client.threads} records`);
});

test('an attempt file that lost a record is refused with what was expected and what was found', async () => {
  const directory = writeRun();
  const expected = arrivals / plan.scenario.client.threads;
  truncateSync(join(directory, attemptFileName(0)), headerBytes + (expected - 1) * attemptBytes);
  const error = await refusal(directory);
  expect(error.message).toContain(`wrote ${expected} records into it, and ${expected - 1} were found`);
});

test('a cut probe file is refused', async () => {
  const directory = writeRun();
  truncateSync(join(directory, probeFile), headerBytes + 7 * probeBytes);
  expect((await refusal(directory)).message).toMatch(/probes\.bin is not whole.* and 7 were found/u);
});

test.each([attemptFileName(0), probeFile])('one altered bit of %s is refused', async (name) => {
  const directory = writeRun();
  const bytes = readFileSync(join(directory, name));
  const last = bytes.length - 1;
  bytes[last] = (bytes[last] as number) ^ 1;
  writeFileSync(join(directory, name), bytes);
  expect((await refusal(directory)).message).toContain(`${name} was altered`);
});

test('a journal without seals, of an older version, is judged as it stands', async () => {
  const directory = writeRun();
  const lines = readFileSync(eventPath(directory), 'utf8').split('\n');
  writeFileSync(eventPath(directory), lines.filter((line) => !line.includes('"files-sealed"')).join('\n'));
  truncateSync(join(directory, probeFile), headerBytes);
  expect((await judge({ directory, catalog: judgingCatalog() })).finish).toBe('completed');
});

test('the journal of a killed runner may be cut anywhere', async () => {
  const directory = writeRun(3_000);
  truncateSync(join(directory, attemptFileName(0)), headerBytes + 10 * attemptBytes + 3);
  expect((await judge({ directory, catalog: judgingCatalog() })).finish).toBe('killed');
});

test('a ledger is not read back against a cut journal, and nothing is appended to it', async () => {
  const directory = writeRun();
  truncateSync(join(directory, attemptFileName(0)), headerBytes);
  const before = readFileSync(eventPath(directory), 'utf8');
  const again = auditAgain({
    directory,
    header: headerOf(plan),
    cluster: {} as Cluster,
    catalog: judgingCatalog(),
    onProgress: () => undefined,
  });
  await expect(again).rejects.toThrow('attempts-0.bin is not whole');
  expect(readFileSync(eventPath(directory), 'utf8')).toBe(before);
});

function writeRun(killedMs?: number): string {
  runs += 1;
  const directory = scratch.path(`run-${runs}`);
  writeSyntheticRun({
    directory,
    plan,
    script: (atMs, _index, unit) => [answered(atMs, unit)],
    probes: probesOf(plan, {}),
    events: [{ kind: 'audited', atMs: 64_000, audit: auditOf() }, ...endEvents(plan)],
    ...(killedMs === undefined ? {} : { killedMs }),
  });
  return directory;
}

async function refusal(directory: string): Promise<ToolError> {
  const error: unknown = await judge({ directory, catalog: judgingCatalog() }).catch((thrown: unknown) => thrown);
  if (!(error instanceof ToolError)) throw new Error('The journal was not refused.');
  expect(error.code).toBe('setupFailed');
  return error;
}
