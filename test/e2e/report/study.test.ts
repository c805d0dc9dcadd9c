/** The pages of studies and comparisons in a real browser, and pages as the product prints them. */
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { html } from '../../../src/catalog/reporters/html/html.js';
import { comparisonPage } from '../../../src/commands/compare/page/comparison-page.js';
import { rtoPage } from '../../../src/commands/rto/page/rto-page.js';
import { printPage } from '../../../src/host/browser.js';
import { sumUpStudy } from '../../../src/verdict/evidence/sum-up-study.js';
import { judgedComparison, outageOf, quietOf, runWith, violating } from '../../fixtures/comparison.js';
import { passingRecord } from '../../fixtures/record.js';
import { Scratch } from '../../fixtures/scratch.js';
import { auditRepetitions, studyOf } from '../../fixtures/study.js';
import { violationsIn } from './accessibility.js';
import { browserPath, startReportBrowser, type ReportBrowser } from './browser.js';

let browser: ReportBrowser;
beforeAll(async () => {
  browser = await startReportBrowser();
});
afterAll(async () => {
  await browser[Symbol.asyncDispose]();
});

function studyPage(): string {
  const study = studyOf(auditRepetitions(), { wanted: 59 });
  return rtoPage({ ...study, findings: sumUpStudy(study) });
}

function pageOfComparison(): string {
  const runs = [
    runWith('primary-standby', { outageMs: outageOf(12_000) }),
    runWith('active-active', { outageMs: outageOf(2_100), quiet: quietOf(5.2) }),
    violating('naive 3'),
  ];
  const variants = runs.map((run) => ({ run, record: passingRecord() }));
  return comparisonPage(judgedComparison(runs), variants);
}

describe.skipIf(browserPath === null).each([
  ['a study', studyPage, '.strips a.term'],
  ['a comparison', pageOfComparison, '#figures a.term'],
])('the page of %s', (_what, make, word) => {
  it.each([
    ['light', 1200],
    ['dark', 375],
  ] as const)(
    'shuts nobody out, complains of nothing and asks the network for nothing (%s, %i pixels)',
    async (scheme, width) => {
      const opened = await browser.openPage(make(), { scheme, width });
      await opened.page.locator(word).first().hover();
      expect(await opened.page.locator('#definition').textContent()).not.toBe('');
      expect(await violationsIn(opened.page)).toEqual([]);
      expect(await opened.page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      expect([opened.complaints, opened.requests]).toEqual([[], []]);
      await opened.page.close();
    },
  );
});

it.skipIf(browserPath === null)('a report is printed on A4, to its last page', async () => {
  using scratch = new Scratch();
  const paths = { page: scratch.path('report.html'), pdf: scratch.path('report.pdf') };
  writeFileSync(paths.page, html.render(passingRecord(), { hasColor: false, columns: 80, directory: '.' }));
  expect(await printPage({ browser: browserPath as string, ...paths })).toBeNull();
  const pdf = readFileSync(paths.pdf, 'latin1');
  expect(pdf.trimEnd()).toMatch(/%%EOF$/u);
  const sheets = [...pdf.matchAll(/\/MediaBox \[0 0 (\d+)[\d.]* (\d+)[\d.]*\]/gu)].map(([, wide, high]) => [
    wide,
    high,
  ]);
  expect(new Set(sheets.map(String))).toEqual(new Set(['594,841']));
  expect(sheets.length).toBeGreaterThan(5);
});
