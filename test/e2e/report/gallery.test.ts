/** The gallery of reports: records of real runs of real servers, rendered, looked at and used, in both themes, on a desk and on a phone. `PICTURES=write` keeps what it sees. */
import { readFileSync } from 'node:fs';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunRecord } from '../../../src/model/run-record.js';
import { violationsIn } from './accessibility.js';
import { browserPath, startReportBrowser, type ReportBrowser } from './browser.js';
import { axisLabels, colorsPerCanvas } from './looks.js';

const gallery = fileURLToPath(new URL('../../../reports/sample/gallery/', import.meta.url));
const verdicts = {
  passing: 'pass',
  failing: 'fail',
  inconclusive: 'inconclusive',
  'data-loss': 'fail',
  anomalies: 'fail',
};
const stories = Object.keys(verdicts) as (keyof typeof verdicts)[];
const views = [
  { name: 'light', scheme: 'light', width: 1200 },
  { name: 'dark', scheme: 'dark', width: 1200 },
  { name: 'phone-light', scheme: 'light', width: 375 },
  { name: 'phone-dark', scheme: 'dark', width: 375 },
] as const;
/** Each story in two views that have nothing in common. Pictures are taken of all. */
const usedViews = {
  passing: ['light', 'phone-dark'],
  failing: ['dark', 'phone-light'],
  inconclusive: ['phone-dark', 'dark'],
  'data-loss': ['phone-light', 'light'],
  anomalies: ['dark', 'phone-light'],
} as const satisfies Record<keyof typeof verdicts, readonly (typeof views)[number]['name'][]>;
/** It takes as long as all the rest: the report with the most kinds of tables on a desk, another on a telephone, each theme once. */
const searchedForBarriers: Readonly<Record<string, string>> = {
  anomalies: 'dark',
  'data-loss': 'phone-light',
  passing: 'light',
};
const isPainting = env['PICTURES'] === 'write';

describe.skipIf(browserPath === null)('the gallery', () => {
  let browser: ReportBrowser;
  beforeAll(async () => {
    browser = await startReportBrowser();
  });
  afterAll(async () => {
    await browser[Symbol.asyncDispose]();
  });

  const shown = stories.flatMap((story) =>
    views
      .filter(({ name }) => isPainting || usedViews[story].some((used) => used === name))
      .map((view) => [story, view.name, view] as const),
  );
  it.each(shown)('shows and lets one use the report %s (%s)', async (story, name, { scheme, width }) => {
    const record = JSON.parse(readFileSync(`${gallery}${story}.record.json`, 'utf8')) as RunRecord;
    expect([record.verdict, record.isSimulated]).toEqual([verdicts[story], false]);
    const { page, complaints, requests } = await browser.open(record, { scheme, width });
    try {
      if (isPainting) await page.screenshot({ path: `${gallery}${story}-${name}.png` });
      expect(Math.min(...(await colorsPerCanvas(page)))).toBeGreaterThan(5);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      await page.locator('#timeline-chart').focus();
      await page.keyboard.press('ArrowRight');
      expect(await page.locator('#readout').textContent()).toMatch(/^At 0:\d\d.*offered .*p99 .*without an answer; /u);
      const whole = await axisLabels(page);
      await page.keyboard.press('+');
      expect(await axisLabels(page)).not.toEqual(whole);
      await page.keyboard.press('Escape');
      expect(await axisLabels(page)).toEqual(whole);
      if (searchedForBarriers[story] === name) expect(await violationsIn(page)).toEqual([]);
      expect([complaints, requests]).toEqual([[], []]);
    } finally {
      await page.close();
    }
  });
});
