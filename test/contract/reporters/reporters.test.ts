/** What every reporter owes: a text for any record there can be, in a file of its own, the same each time, and never a secret. */
import { describe, expect, test, vi } from 'vitest';
import * as reporters from '../../../src/catalog/reporters/index.js';
import { redactSecrets } from '../../../src/kit/redact.js';
import { createRegistry } from '../../../src/kit/registry.js';
import type { ReporterKind } from '../../../src/model/reporter.js';
import type { RunRecord } from '../../../src/model/run-record.js';
import { hostileTexts } from '../../fixtures/hostile.js';
import {
  dataLossRecord,
  faultFreeRecord,
  inconclusiveRecord,
  passingRecord,
  unreadLedgerRecord,
} from '../../fixtures/record.js';

const options = { hasColor: false, columns: 80, directory: 'reports/a-run' };
const secret = 'S3cret-of-the-till';
const all = createRegistry<ReporterKind>(reporters).all;
const records: readonly (readonly [name: string, record: RunRecord])[] = [
  ['a run that passed', passingRecord()],
  ['a run that lost payments', dataLossRecord()],
  ['a run whose ledger was not read', unreadLedgerRecord()],
  ['a run that decided nothing', inconclusiveRecord()],
  ['a run without a fault', faultFreeRecord()],
  ['a run of a day', passingRecord({ durationMs: 86_400_000 })],
];

test('no two reporters write the same file, and every file stays in the folder of the run', () => {
  const files = all.flatMap(({ file }) => (file === null ? [] : [file]));
  expect(new Set(files).size).toBe(files.length);
  for (const file of files) expect(file).toMatch(/^[a-z][a-z0-9-]*(\.[a-z]+)+$/u);
});

describe.each(all.map((reporter) => [reporter.kind, reporter] as const))('%s', (_kind, reporter) => {
  test('is described in a sentence', () => {
    expect(reporter.summary).toMatch(/^[A-Z].*\.$/u);
  });

  test.each(records)('has a text for %s, and leaves the record as it was', (_name, record) => {
    const before = JSON.stringify(record);
    const text = reporter.render(record, options);
    expect(withoutScripts(text)).not.toMatch(/\[object Object\]|undefined/u);
    expect(text.length).toBeGreaterThan(100);
    expect(JSON.stringify(record)).toBe(before);
  });

  test('gives the same text for the same record', () => {
    expect(reporter.render(dataLossRecord(), options)).toBe(reporter.render(dataLossRecord(), options));
  });

  test('has a text for a record that came back from a file', () => {
    const stored = JSON.parse(JSON.stringify(dataLossRecord())) as RunRecord;
    expect(reporter.render(stored, options)).toBe(reporter.render(dataLossRecord(), options));
  });

  test.each(hostileTexts)('has a text for a scenario called %j', (name) => {
    expect(() => reporter.render(passingRecord({ name }), options)).not.toThrow();
  });

  test('has a text for a narrow and a wide terminal, with and without colour', () => {
    for (const columns of [20, 40, 400]) {
      for (const hasColor of [true, false]) {
        expect(reporter.render(dataLossRecord(), { ...options, columns, hasColor }).length).toBeGreaterThan(100);
      }
    }
  });

  test('tells no password: neither of a target that the record names, nor out of the environment', () => {
    vi.stubEnv('TILL_PASSWORD', secret);
    const text = reporter.render(recordedWith(`mysql://till:${secret}@db.example:3306`), options);
    vi.unstubAllEnvs();
    expect(text).not.toContain(secret);
  });
});

/** As a run is recorded: its command and its scenario are redacted before the first line of the journal. */
function recordedWith(url: string): RunRecord {
  const record = passingRecord();
  const target = { ...record.scenario.target, settings: { nodes: [{ url, name: 'till', zone: 'a' }] } };
  const command = [...record.command, '--set', `target.nodes.0.url=${url}`];
  return redactSecrets({ ...record, command, scenario: { ...record.scenario, target } });
}

/** The libraries that a page brings along have texts of their own. */
function withoutScripts(text: string): string {
  return text.replace(/<(script|style)\b[^]*?<\/\1>/gu, '');
}
