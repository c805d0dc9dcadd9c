/** One real Chromium for the report's tests: pages open from disk, everything they complain about or ask the network for is kept. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { html } from '../../../src/catalog/reporters/html/html.js';
import type { RunRecord } from '../../../src/model/run-record.js';
import { findBrowser } from '../../../tools/setup/system-needs.mjs';

/** Null where the machine has none; then the tests that need it are skipped, and `npm test` says so. */
export const browserPath = process.env['CHROMIUM'] ?? findBrowser();

const quietFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface OpenedReport {
  readonly page: Page;
  /** Console errors, warnings and uncaught exceptions. */
  readonly complaints: readonly string[];
  /** Addresses the page asked for, its own file excepted. */
  readonly requests: readonly string[];
  readonly bytes: number;
  readonly loadMs: number;
  /** What the browser itself measured, from the begin of the page to its first paint: the machine's other work hardly counts. */
  readonly paintMs: number;
}

interface Looks {
  readonly scheme?: 'light' | 'dark';
  readonly width?: number;
}

export interface ReportBrowser extends AsyncDisposable {
  open(record: RunRecord, looks?: Looks): Promise<OpenedReport>;
  /** Any other page. */
  openPage(text: string, looks?: Looks): Promise<OpenedReport>;
}

export async function startReportBrowser(): Promise<ReportBrowser> {
  execFileSync(process.execPath, [fileURLToPath(new URL('../../../tools/bundle-report.mjs', import.meta.url))]);
  const folder = mkdtempSync(join(tmpdir(), 'paystorm report '));
  const browser = await launchBrowser();
  return {
    open: (record, looks = {}) => openPage(browser, folder, renderIn(folder, record), looks),
    openPage: (text, looks = {}) => openPage(browser, folder, text, looks),
    [Symbol.asyncDispose]: async () => {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function renderIn(folder: string, record: RunRecord): string {
  return html.render(record, { hasColor: false, columns: 80, directory: folder });
}

export async function launchBrowser(): Promise<Browser> {
  if (browserPath === null) throw new Error('This machine has no Chromium.');
  return chromium.launch({ executablePath: browserPath, args: quietFlags });
}

/** What a page complains about, and the addresses that it asks for outside of its own place. */
export function listenTo(page: Page, place: string): { readonly complaints: string[]; readonly foreign: string[] } {
  const complaints: string[] = [];
  const foreign: string[] = [];
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`exception: ${error.message}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(place) && !request.url().startsWith('data:')) foreign.push(request.url());
  });
  return { complaints, foreign };
}

async function openPage(browser: Browser, folder: string, text: string, options: Looks): Promise<OpenedReport> {
  const file = join(folder, 'report.html');
  writeFileSync(file, text);
  const address = pathToFileURL(file).href;
  const page = await browser.newPage({
    viewport: { width: options.width ?? 1200, height: 900 },
    colorScheme: options.scheme ?? 'light',
  });
  const { complaints, foreign } = listenTo(page, address);
  const startMs = performance.now();
  await page.goto(address);
  await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))));
  const loadMs = performance.now() - startMs;
  const paintMs = await page.evaluate(firstPaint);
  return { page, complaints, requests: foreign, bytes: Buffer.byteLength(text), loadMs, paintMs };
}

/** In the page. The browser tells of a paint some time after it: whoever asks at once may find nothing. */
function firstPaint(): Promise<number> {
  return new Promise((told) => {
    new PerformanceObserver((list) => {
      for (const { name, startTime } of list.getEntries()) if (name === 'first-contentful-paint') told(startTime);
    }).observe({ type: 'paint', buffered: true });
  });
}
