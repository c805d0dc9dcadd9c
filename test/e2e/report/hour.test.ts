/** The journal of an hour with an outage of three seconds, judged and rendered as `paystorm report` does it, and opened in a browser. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { json } from '../../../src/catalog/reporters/json.js';
import type { RunRecord } from '../../../src/model/run-record.js';
import { judge } from '../../../src/verdict/judge.js';
import { planOf } from '../../fixtures/plan.js';
import {
  answered,
  auditOf,
  endEvents,
  failed,
  faultEvents,
  judgingCatalog,
  probesOf,
  writeSyntheticRun,
} from '../../fixtures/synthetic-run.js';
import { browserPath, startReportBrowser, type OpenedReport, type ReportBrowser } from './browser.js';

const injectMs = 1_800_000;
const outage = { fromMs: injectMs + 20, toMs: injectMs + 3_020 };
/** As many payments as a busy shop has; each second more costs the test as much as the judge. */
const plan = planOf({
  phases: '[{ name: hour, for: 1h, rate: 20/s }]',
  keys: `ledger: { accounts: 20000 }
faults:
  - { name: kill-jkt-b, fault: node-kill, node: jkt-b, at: hour + 30m, heal: 30s }`,
});

describe.skipIf(browserPath === null)('the report of an hour', () => {
  let directory: string;
  let record: RunRecord;
  let opened: OpenedReport;
  let browser: ReportBrowser;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'paystorm-hour-'));
    writeHour(directory);
    record = await judge({ directory, catalog: judgingCatalog() });
    browser = await startReportBrowser();
    opened = await browser.open(record);
  });
  afterAll(async () => {
    await browser[Symbol.asyncDispose]();
    rmSync(directory, { recursive: true, force: true });
  });

  it('stays under half a megabyte and opens in less than a second', () => {
    console.log(
      `An hour of ${plan.arrivalsExpected} arrivals: ${opened.bytes} bytes, ${Math.round(opened.loadMs)} ms.`,
    );
    expect(opened.bytes).toBeLessThan(500_000);
    expect(Buffer.byteLength(json.render(record, { hasColor: false, columns: 80, directory }))).toBeLessThan(500_000);
    expect(opened.paintMs).toBeLessThan(1_000);
  });

  it('shows the outage in its true width', async () => {
    expect(record.recoveries[0]?.outages).toHaveLength(1);
    const lengthMs = record.recoveries[0]!.outages[0]!.toMs - record.recoveries[0]!.outages[0]!.fromMs;
    expect(Math.abs(lengthMs - 3_000)).toBeLessThan(70);
    await opened.page.getByRole('button', { name: 'Zoom to kill-jkt-b' }).click();
    const [drawn, track, shownMs] = await opened.page.evaluate(() => {
      const segment = document.querySelector('.segment.outage')!;
      const window = document.querySelector<SVGElement>('.segment.fault-window')!;
      const spanMs = Number(window.dataset['to']) - Number(window.dataset['from']);
      return [Number(segment.getAttribute('width')), Number(window.getAttribute('width')), spanMs];
    });
    expect((drawn / track) * shownMs).toBeCloseTo(lengthMs, -2);
    await opened.page.getByRole('button', { name: 'Whole run' }).click();
  });

  it('shows it among all the seconds of the hour: nothing answered, arrivals without an answer, nobody served', async () => {
    expect(Math.min(...record.series.goodPerSecond.slice(0, 3_600))).toBe(0);
    const heat = record.heatMap!;
    expect(heat.unanswered.flatMap((count, column) => (count > 0 ? [column] : []))).toEqual([
      Math.floor(injectMs / heat.columnMs),
    ]);
    const painted = await opened.page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('[data-panel="dropped"] canvas')!;
      const { data, height, width } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      const heightAt = (x: number): number =>
        Array.from({ length: height }, (_unused, y) => data[(y * width + x) * 4 + 3]!).filter((alpha) => alpha > 100)
          .length;
      const middle = Math.round(width / 2);
      return Math.max(...Array.from({ length: 80 }, (_unused, x) => heightAt(middle - 40 + x)));
    });
    expect(painted).toBeGreaterThan(20);
  });
});

function writeHour(directory: string): void {
  const isOut = (atMs: number): boolean => atMs >= outage.fromMs && atMs < outage.toMs;
  writeSyntheticRun({
    directory,
    plan,
    script: (atMs, _index, unit) => [isOut(atMs) ? failed(atMs, unit) : answered(atMs, unit)],
    probes: probesOf(plan, { 'jkt-a': outage, cloud: outage, 'jkt-b': { fromMs: injectMs, toMs: injectMs + 31_000 } }),
    events: [
      ...faultEvents({
        fault: 'kill-jkt-b',
        issuedMs: injectMs - 5,
        verifiedMs: injectMs + 15,
        healMs: injectMs + 30_000,
        healedMs: injectMs + 31_000,
      }),
      { kind: 'audited', atMs: plan.durationMs + 4_000, audit: auditOf() },
      ...endEvents(plan),
    ],
  });
}
