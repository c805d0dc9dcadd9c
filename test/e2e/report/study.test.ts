/** The page of a study in a real browser, and pages as the product prints them. */
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { html } from '../../../src/catalog/reporters/html/html.js';
import { rtoPage } from '../../../src/commands/rto/page/rto-page.js';
import { printPage } from '../../../src/host/browser.js';
import { sumUpStudy } from '../../../src/verdict/evidence/sum-up-study.js';
import { passingRecord } from '../../fixtures/record.js';
import { Scratch } from '../../fixtures/scratch.js';
import { auditRepetitions, studyOf } from '../../fixtures/study.js';
import { violationsIn } from './accessibility.js';
import { browserPath, startReportBrowser, type ReportBrowser } from './browser.js';

let browser: ReportBrowser;
let page: string;

beforeAll(async () => {
  browser = await startReportBrowser();
  const study = studyOf(auditRepetitions(), { wanted: 59 });
  page = rtoPage({ ...study, findings: sumUpStudy(study) });
});
afterAll(async () => {
  await browser[Symbol.asyncDispose]();
});

describe.skipIf(browserPath === null)('the page of a study', () => {
  it.each([
    ['light', 1200],
    ['dark', 375],
  ] as const)(
    'shuts nobody out, complains of nothing and asks the network for nothing (%s, %i pixels)',
    async (scheme, width) => {
      const opened = await browser.openPage(page, { scheme, width });
      await opened.page.locator('.strips a.term').first().hover();
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
