/** What the page says of payments that could not be found right after a fault. */
import { expect, it } from 'vitest';
import { reconciliationSection } from '../../../../src/catalog/reporters/html/sections/reconciliation.js';
import type { FirstLookResult } from '../../../../src/model/reconciliation.js';
import { passingRecord } from '../../../fixtures/record.js';

const look: FirstLookResult = {
  fault: 'kill-jkt-b',
  node: 'jkt-a',
  atMs: 42_300,
  lookedFor: 2_406,
  temporarilyInvisible: { count: 0, payments: [] },
};

it('tells how many were asked for, and how many of them came back only later', () => {
  const missed = { ...look, fault: 'pause', temporarilyInvisible: { count: 17, payments: [] } };
  expect(textOf([look])).toContain('0 temporarily invisible , of 2,406 asked for after the faults');
  expect(textOf([look, missed])).toContain('17 temporarily invisible , of 4,812 asked for after the faults');
});

it('is silent where nobody looked', () => {
  expect(textOf([])).not.toContain('invisible');
});

function textOf(firstLooks: readonly FirstLookResult[]): string {
  const record = passingRecord();
  if (record.reconciliation === null) throw new Error('The record has no reconciliation.');
  const { text } = reconciliationSection({ ...record, reconciliation: { ...record.reconciliation, firstLooks } });
  const marks = /<span class="definition".*?<\/span>|<[^>]*>/gsu;
  return text.replaceAll(marks, ' ').replaceAll(/\s+/gu, ' ');
}
