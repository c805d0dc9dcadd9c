/** What becomes of a verdict when its reports can, or can not, be written. */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import * as reporters from '../../../src/catalog/reporters/index.js';
import { createTerminal } from '../../../src/commands/create-terminal.js';
import { writeReports } from '../../../src/commands/write-reports.js';
import { createRegistry } from '../../../src/kit/registry.js';
import type { ReporterKind } from '../../../src/model/reporter.js';
import { planOf } from '../../fixtures/plan.js';
import { Scratch } from '../../fixtures/scratch.js';
import { answered, auditOf, endEvents, judgingCatalog, writeSyntheticRun } from '../../fixtures/synthetic-run.js';

const catalog = { ...judgingCatalog(), reporters: createRegistry<ReporterKind>(reporters) };
const artefacts = ['junit.xml', 'record.json', 'report.html', 'summary.md'];

it("every artefact is written beside the journal, nothing unfinished is left, and the exit code is the verdict's", async () => {
  using scratch = new Scratch();
  const run = storeRun(scratch);
  const told = listen();
  expect(await writeReports(run, catalog, told.context, {})).toBe(0);
  expect(filesOf(run)).toEqual(artefacts);
  expect(told.err).toEqual([]);
  expect(told.out.join('')).toContain('PASS');
});

it('a file that cannot be written keeps no other from being written, and is named', async () => {
  using scratch = new Scratch();
  const run = storeRun(scratch);
  mkdirSync(`${run}/junit.xml`);
  const told = listen();
  await writeReports(run, catalog, told.context, {});
  for (const name of artefacts.filter((each) => each !== 'junit.xml')) {
    expect(readFileSync(`${run}/${name}`, 'utf8')).not.toBe('');
  }
  expect(readdirSync(run).filter((name) => name.endsWith('.new'))).toEqual([]);
  expect(told.err.join('')).toMatch(/junit\.xml could not be written: .*\n.*hint: The verdict stands/u);
  expect(told.out.join('')).toContain('PASS');
});

it('a pass without its reports is no success, and a failure stays the failure it is', async () => {
  using scratch = new Scratch();
  const run = storeRun(scratch);
  mkdirSync(`${run}/junit.xml`);
  expect(await writeReports(run, catalog, listen().context, {})).toBe(100);
  const failing = storeRun(scratch, 'fails', 'gates: ["throughput > 900/s during only"]');
  mkdirSync(`${failing}/junit.xml`);
  expect(await writeReports(failing, catalog, listen().context, {})).toBe(99);
});

it('a page that cannot be printed keeps the verdict, is no success, and says that the page itself is whole', async () => {
  using scratch = new Scratch();
  const run = storeRun(scratch);
  const told = listen();
  expect(await writeReports(run, catalog, told.context, { browser: '/bin/false' })).toBe(100);
  expect(filesOf(run)).toEqual(artefacts);
  expect(told.err.join('')).toMatch(/report\.pdf could not be written: .*ended with 1.*\n.*report\.html is whole/u);
  expect(told.out.join('')).toContain('with them it would be 0');
  const failing = storeRun(scratch, 'fails', 'gates: ["throughput > 900/s during only"]');
  expect(await writeReports(failing, catalog, listen().context, { browser: '/bin/false' })).toBe(99);
});

it('"quiet" prints one line for a script, "json" the record', async () => {
  using scratch = new Scratch();
  const run = storeRun(scratch);
  const quiet = listen();
  await writeReports(run, catalog, quiet.context, { quiet: true });
  expect(quiet.out.join('')).toMatch(/^pass 0 \S.*\n$/u);
  const json = listen();
  await writeReports(run, catalog, json.context, { json: true });
  expect(JSON.parse(json.out.join(''))).toMatchObject({ verdict: 'pass', exitCode: 0 });
});

function storeRun(scratch: Scratch, name = 'run', keys = 'gates: ["throughput > 50/s during only"]'): string {
  const plan = planOf({ phases: '[{ name: only, for: 30s, rate: 100/s }]', keys });
  const audit = auditOf({ attempted: { acknowledged: 3_000, aborted: 0, inDoubt: 0, declined: 0, unrecorded: 0 } });
  writeSyntheticRun({
    directory: scratch.path(name),
    plan,
    script: (atMs, _index, unit) => [answered(atMs, unit)],
    events: [{ kind: 'audited', atMs: plan.durationMs + 300, audit }, ...endEvents(plan)],
  });
  return scratch.path(name);
}

function listen() {
  const out: string[] = [];
  const err: string[] = [];
  const terminal = createTerminal({
    isTty: false,
    columns: 100,
    hasColor: false,
    out: (text: string): void => void out.push(text),
    err: (text: string): void => void err.push(text),
  });
  return { out, err, context: { argv: [], terminal, environment: {}, signal: new AbortController().signal } };
}

function filesOf(run: string): readonly string[] {
  return readdirSync(run).filter((name) => artefacts.includes(name) || name.endsWith('.new'));
}
