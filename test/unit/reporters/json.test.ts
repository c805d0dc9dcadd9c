import { expect, it } from 'vitest';
import { json } from '../../../src/catalog/reporters/json.js';
import type { RunRecord } from '../../../src/model/run-record.js';
import { dataLossRecord, passingRecord } from '../../fixtures/record.js';

const options = { hasColor: false, columns: 80, directory: 'reports/x' };

it('is the record and nothing else', () => {
  expect(JSON.parse(json.render(dataLossRecord(), options))).toEqual(dataLossRecord());
});

it('does not depend on the order in which the record was built', () => {
  const record = passingRecord();
  const backwards = Object.fromEntries(Object.entries(record).reverse()) as unknown as RunRecord;
  expect(json.render(backwards, options)).toBe(json.render(record, options));
});

it('begins with what a person looks for and keeps a series on one line', () => {
  const lines = json.render(passingRecord(), options).split('\n');
  expect(lines[1]).toBe('  "version": 1,');
  expect(lines.findIndex((line) => line.includes('"verdict": "pass"'))).toBeLessThan(8);
  expect(
    lines.filter((line) => line.includes('"goodPerSecond": [')).every((line) => line.trimEnd().endsWith('],')),
  ).toBe(true);
});
