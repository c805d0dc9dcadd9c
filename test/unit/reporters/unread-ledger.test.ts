/** A ledger that could not be read is told as such by every reporter: no zero stands for what nobody looked up. */
import { expect, it } from 'vitest';
import { renderPage } from '../../../src/catalog/reporters/html/page.js';
import { json } from '../../../src/catalog/reporters/json.js';
import { markdown } from '../../../src/catalog/reporters/markdown.js';
import { terminal } from '../../../src/catalog/reporters/terminal/terminal.js';
import type { RunRecord } from '../../../src/model/run-record.js';
import { faultFreeRecord, unreadLedgerRecord } from '../../fixtures/record.js';

const options = { hasColor: false, columns: 80, directory: 'reports/x' };
const html = (record: RunRecord): string =>
  renderPage(record, { script: '', style: '', icon: '' }).replace(/<[^>]+>/g, ' ');
const reporters = {
  terminal: (record: RunRecord) => terminal.render(record, options),
  markdown: (record: RunRecord) => markdown.render(record, options),
  html,
};

it.each(Object.entries(reporters))('the %s report says that nothing was read, and why', (_name, render) => {
  const text = render(unreadLedgerRecord()).replace(/\s+/gu, ' ');
  expect(text.replaceAll('&#39;', "'")).toContain("No node's ledger could be read (jkt-a: connection refused");
  expect(text).toMatch(/so none of the [\d,]+ acknowledged payments was looked up/u);
  expect(text).not.toMatch(/\b0 lost|payments present/u);
});

it.each(Object.entries(reporters))('the %s report does not say so of a ledger that was read', (_name, render) => {
  expect(render(faultFreeRecord())).not.toMatch(/looked\s+up\./u);
});

it('the record counts nothing as present or lost', () => {
  const { reconciliation } = JSON.parse(json.render(unreadLedgerRecord(), options)) as RunRecord;
  expect(reconciliation).toMatchObject({ acknowledgedPresent: null, lost: null });
});
