import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostileTexts } from '../../fixtures/hostile.js';
import { dataLossRecord, faultFreeRecord, inconclusiveRecord, passingRecord } from '../../fixtures/record.js';
import { browserPath, startReportBrowser, type OpenedReport, type ReportBrowser } from './browser.js';
import { axisLabels, colorsPerCanvas } from './looks.js';

const records = { passingRecord, dataLossRecord, inconclusiveRecord, faultFreeRecord };
let browser: ReportBrowser;

beforeAll(async () => {
  browser = await startReportBrowser();
});
afterAll(async () => {
  await browser[Symbol.asyncDispose]();
});

async function using(opened: Promise<OpenedReport>, look: (report: OpenedReport) => Promise<void>): Promise<void> {
  const report = await opened;
  try {
    await look(report);
  } finally {
    await report.page.close();
  }
}

/** How many pixels of a panel have exactly the colour that the style sheet gives a series. */
function pixelsOf(page: Page, panel: string, color: string): Promise<number> {
  return page.evaluate(
    ([name, variable]) => {
      const canvas = document.querySelector<HTMLCanvasElement>(`[data-panel="${name}"] canvas`)!;
      const wanted = getComputedStyle(document.documentElement).getPropertyValue(`--${variable}`).trim();
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(wanted.slice(at, at + 2), 16));
      let pixels = 0;
      for (let at = 0; at < data.length; at += 4)
        if (data[at] === red && data[at + 1] === green && data[at + 2] === blue) pixels += 1;
      return pixels;
    },
    [panel, color],
  );
}

const background = (page: Page): Promise<string> =>
  page.evaluate(() => getComputedStyle(document.body).backgroundColor);

describe.skipIf(browserPath === null)('the report in a browser', () => {
  it.each(Object.entries(records))(
    'opens %s without a complaint and without asking the network',
    async (_name, build) => {
      await using(browser.open(build()), async ({ page, complaints, requests }) => {
        await page.locator('#timeline-chart').focus();
        await page.keyboard.press('ArrowRight');
        expect(complaints).toEqual([]);
        expect(requests).toEqual([]);
      });
    },
  );

  it.each([
    ['rate', 'achieved'],
    ['response', 'p99'],
    ['errors', 'error-timeout'],
    ['dropped', 'dropped'],
  ])('paints the panel %s in the colour of %s', async (panel, color) => {
    await using(browser.open(passingRecord()), async ({ page }) => {
      expect(await pixelsOf(page, panel, color)).toBeGreaterThan(50);
    });
  });

  it('paints other colours in the dark', async () => {
    await using(browser.open(passingRecord(), { scheme: 'dark' }), async ({ page }) => {
      expect(await background(page)).not.toBe('rgb(255, 255, 255)');
      expect(Math.min(...(await colorsPerCanvas(page)))).toBeGreaterThan(5);
    });
  });

  it('moves one crosshair by arrow keys and reads out every value under it', async () => {
    await using(browser.open(passingRecord()), async ({ page }) => {
      await page.locator('#timeline-chart').focus();
      await page.keyboard.press('Home');
      const first = await page.locator('#readout').textContent();
      expect(first).toMatch(/^At 0:00\.0, phase warmup: offered .*p99 .*jkt-b serving/);
      for (let step = 0; step < 81; step += 1) await page.keyboard.press('ArrowRight');
      const later = await page.locator('#readout').textContent();
      expect(later).toMatch(/^At 0:40\.5, phase spike, fault kill-jkt-b: offered 2,\d+, ended 0, good 0;.*jkt-b down/);
      expect(await page.locator('#crosshair').isVisible()).toBe(true);
    });
  });

  it('zooms by dragging and shows everything again on Escape and double-click', async () => {
    await using(browser.open(passingRecord()), async ({ page }) => {
      const whole = await axisLabels(page);
      await page.locator('[data-panel="rate"]').scrollIntoViewIfNeeded();
      await page.locator('#timeline-chart').focus();
      const box = (await page.locator('[data-panel="rate"] canvas').boundingBox())!;
      const drag = async (): Promise<void> => {
        await page.mouse.move(box.x + box.width * 0.45, box.y + 50);
        await page.mouse.down();
        await page.mouse.move(box.x + box.width * 0.6, box.y + 60, { steps: 4 });
        await page.mouse.up();
      };
      for (const reset of [() => page.keyboard.press('Escape'), () => page.mouse.dblclick(box.x + 300, box.y + 50)]) {
        await drag();
        expect(await axisLabels(page)).not.toEqual(whole);
        expect(await page.getByRole('button', { name: 'Whole run' }).isEnabled()).toBe(true);
        await reset();
        expect(await axisLabels(page)).toEqual(whole);
      }
    });
  });

  it('leads to a fault by its button, with the width of the outage true', async () => {
    await using(browser.open(passingRecord()), async ({ page }) => {
      await page.getByRole('button', { name: 'Zoom to kill-jkt-b' }).click();
      const [outage, window] = await page.evaluate(() =>
        ['.segment.outage', '.segment.fault-window'].map((name) =>
          Number(document.querySelector(name)!.getAttribute('width')),
        ),
      );
      expect(outage! / window!).toBeCloseTo(2_078 / 19_197, 2);
    });
  });

  it('hides and shows a series from the keyboard', async () => {
    await using(browser.open(passingRecord()), async ({ page }) => {
      const key = page.getByRole('button', { name: /^ended/ });
      const before = await colorsPerCanvas(page);
      await key.focus();
      await page.keyboard.press('Space');
      expect(await key.getAttribute('aria-pressed')).toBe('false');
      expect(await colorsPerCanvas(page)).not.toEqual(before);
      await page.keyboard.press('Space');
      expect(await colorsPerCanvas(page)).toEqual(before);
    });
  });

  it('has a table behind the charts', async () => {
    await using(browser.open(passingRecord()), async ({ page }) => {
      await page.getByText('The timeline as a table').click();
      const row = page.locator('#timeline-table tr', { has: page.getByRole('rowheader', { name: '0:40.5' }) });
      expect(await row.textContent()).toMatch(/^0:40\.52,\d{3}00/);
    });
  });

  it('paints every class of the heat map, and who got no answer', async () => {
    await using(browser.open(passingRecord()), async ({ page }) => {
      for (const color of ['heat-1', 'heat-7', 'outage'])
        expect(await pixelsOf(page, 'heat', color)).toBeGreaterThan(20);
    });
  });

  it('tells one cell of the heat map under the pointer, and a whole column from the keyboard', async () => {
    await using(browser.open(passingRecord()), async ({ page }) => {
      const canvas = page.locator('[data-panel="heat"] canvas');
      await canvas.scrollIntoViewIfNeeded();
      const box = (await canvas.boundingBox())!;
      await page.mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.8);
      expect(await page.locator('.heat-legend output').textContent()).toBe('3.98 ms to 6.31 ms: 210 answers');
      await page.locator('#timeline-chart').focus();
      await page.keyboard.press('Home');
      for (let step = 0; step < 81; step += 1) await page.keyboard.press('ArrowRight');
      expect(await page.locator('#readout').textContent()).toContain('nobody was answered, 250 without an answer');
    });
  });

  it('has the heat map as numbers too', async () => {
    await using(browser.open(passingRecord()), async ({ page }) => {
      await page.getByText('Every response time as a table').click();
      const row = page.locator('#heat-table tr', { has: page.getByRole('rowheader', { name: '0:40.0' }) });
      expect(await row.locator('td').last().textContent()).toBe('500');
    });
  });

  it('explains a term beside it', async () => {
    await using(browser.open(passingRecord()), async ({ page }) => {
      await page.locator('.waterfall a.term', { hasText: 'Recovered' }).hover();
      expect(await page.locator('#definition').textContent()).toContain('first sustained stretch');
    });
  });

  it.each(hostileTexts)('shows the scenario name %j as text and runs nothing of it', async (text) => {
    const record = passingRecord({ name: text });
    const nodes = record.nodes.map((lane) => ({ ...lane, node: text }));
    const recoveries = record.recoveries.map((recovery) => ({ ...recovery, fault: text, sentence: text }));
    await using(
      browser.open({ ...record, nodes, recoveries, reasons: [text] }),
      async ({ page, complaints, requests }) => {
        await page.locator('#timeline-chart').focus();
        await page.keyboard.press('ArrowRight');
        expect(await page.evaluate(() => 'isHacked' in globalThis)).toBe(false);
        expect(await page.locator('main img, main script').count()).toBe(0);
        expect(await page.locator('h1').textContent()).toHaveLength(text.length);
        expect([complaints, requests]).toEqual([[], []]);
      },
    );
  });

  it('fits a phone without scrolling sideways', async () => {
    await using(browser.open(dataLossRecord(), { width: 375 }), async ({ page }) => {
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(375);
    });
  });
});
