/** A run on a real server that others watch: a browser, Prometheus' own judge of metrics, and a collector. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunRecord } from '../../../src/model/run-record.js';
import { CliSite, type RunningCli } from '../../fixtures/run-cli.js';
import { findPromtool } from '../../../tools/setup/promtool.mjs';
import { browserPath, launchBrowser, listenTo } from '../report/browser.js';

const promtool = findPromtool();
const scenario = `
name: watched
description: A <b>server</b> freezes for a second while others watch.
seed: 3
target: { topology: single }
ledger: { accounts: 1k }
client: { connections: 8, threads: 2, retry: idempotent 5 }
traffic: { mix: weekday, drain: 2s, phases: [{ name: steady, for: 9s, rate: 150/s }] }
faults: [{ name: freeze, fault: node-pause, node: db, at: steady + 4s, heal: 1s }]
gates: [availability >= 10% during steady, lost_payments == 0]
`;

interface Collected {
  readonly path: string;
  readonly names: ReadonlySet<string>;
  readonly offered: number;
}

/** Reads what a collector is sent as the protocol says it is written. */
async function startCollector() {
  const collected: Collected[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as OtlpBody;
      const metrics = body.resourceMetrics.flatMap((each) => each.scopeMetrics.flatMap((scope) => scope.metrics));
      const offered = metrics.find(({ name }) => name === 'paystorm_arrivals_offered_total')?.sum?.dataPoints[0];
      collected.push({
        path: request.url ?? '',
        names: new Set(metrics.map(({ name }) => name)),
        offered: offered?.asDouble ?? Number(offered?.asInt ?? 0),
      });
      response.end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, collected, [Symbol.dispose]: () => void server.close() };
}

interface OtlpBody {
  readonly resourceMetrics: readonly {
    readonly scopeMetrics: readonly {
      readonly metrics: readonly {
        readonly name: string;
        readonly sum?: { readonly dataPoints: readonly { readonly asDouble?: number; readonly asInt?: string }[] };
      }[];
    }[];
  }[];
}

/** Metrics as soon as they say so. */
async function scrapedWhen(url: string, pattern: RegExp): Promise<string> {
  for (;;) {
    const text = await (await fetch(url)).text();
    if (pattern.test(text)) return text;
    await sleep(100);
  }
}

const offeredIn = (text: string): number => Number(/^paystorm_arrivals_offered_total (\S+)$/mu.exec(text)?.[1]);

/** Each chart as a picture. */
const chartsOf = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('canvas')]
      .filter((canvas) => canvas.clientHeight > 0)
      .map((canvas) => canvas.toDataURL()),
  );

interface Look {
  readonly clock: string | null;
  readonly charts: readonly string[];
}

async function lookAt(page: Page): Promise<Look> {
  return { clock: await page.locator('#clock').textContent(), charts: await chartsOf(page) };
}

/** Everything that others see of the run, from its first second to its report. */
async function watch(start: () => RunningCli) {
  // Before the run: a browser that starts takes a processor for itself.
  await using browser = browserPath === null ? null : await launchBrowser();
  const page = await browser?.newPage({ viewport: { width: 1200, height: 900 } });
  const running = start();
  const heard = await running.said(/Metrics: \S+/u);
  const [pageUrl = '', metricsUrl = ''] = ['Live page', 'Metrics'].map(
    (name) => new RegExp(`${name}: (\\S+)`, 'u').exec(heard)?.[1],
  );
  const told = page === undefined ? null : listenTo(page, pageUrl);
  await page?.goto(pageUrl);
  const scraped = await scrapedWhen(metricsUrl, /^paystorm_fault_phase\{.*phase="injected"\} 1$/mu);
  const early = page === undefined ? null : await lookAt(page);
  const later = await scrapedWhen(metricsUrl, /^paystorm_fault_phase\{.*phase="healed"\} 1$/mu);
  await page?.waitForFunction((clock) => document.getElementById('clock')?.textContent !== clock, early?.clock);
  const late = page === undefined ? null : await lookAt(page);
  const description = await page?.locator('#description').textContent();
  await page?.waitForURL(/report\.html$/u);
  const report = await page?.title();
  return { scraped, later, early, late, description, report, told, result: await running.result };
}

describe('a run that others watch', () => {
  let site: CliSite;
  let collector: Awaited<ReturnType<typeof startCollector>>;
  let seen: Awaited<ReturnType<typeof watch>>;
  beforeAll(async () => {
    site = await CliSite.open();
    collector = await startCollector();
    writeFileSync(site.path('watched.yaml'), scenario);
    const shown = ['--ui', '0', '--metrics', '127.0.0.1:0', '--otlp', collector.url];
    seen = await watch(() =>
      site.start('run', site.path('watched.yaml'), '--out', site.path('run'), '--quiet', ...shown),
    );
  });
  afterAll(async () => {
    collector[Symbol.dispose]();
    await site[Symbol.asyncDispose]();
  });

  it('ends as it would unwatched, and prints the one line that was asked for', () => {
    // Beside other work the generator may have been too late to tell.
    expect(seen.result.out).toMatch(/^(?:pass 0|inconclusive 121) \S+\n$/u);
  });

  it.skipIf(promtool === null)('serves metrics that Prometheus has nothing to say against', () => {
    for (const input of [seen.scraped, seen.later]) {
      const judged = spawnSync(promtool, ['check', 'metrics'], { input, encoding: 'utf8' });
      expect([judged.stdout, judged.stderr, judged.status]).toEqual(['', '', 0]);
    }
  });

  it('says of the run, the fault and the payments what is so at that moment', () => {
    expect(seen.scraped).toMatch(/^paystorm_fault_active\{fault="freeze",kind="node-pause"\} 1$/mu);
    expect(seen.scraped).toMatch(/^paystorm_phase_active\{phase="steady"\} 1$/mu);
    expect(seen.scraped).toMatch(
      /^paystorm_attempts_total\{operation="balance",node="\S+",outcome="acknowledged",error="none"\} \d+$/mu,
    );
    expect(seen.scraped).toMatch(/^paystorm_response_time_seconds_bucket\{operation="balance",le="\+Inf"\} \d+$/mu);
    expect(seen.later).toMatch(/^paystorm_fault_active\{fault="freeze",kind="node-pause"\} 0$/mu);
    expect(offeredIn(seen.later)).toBeGreaterThan(offeredIn(seen.scraped));
  });

  it('pushes the same to the collector, second by second, to the last arrival', () => {
    const { collected } = collector;
    expect(new Set(collected.map(({ path }) => path))).toEqual(new Set(['/v1/metrics']));
    expect(collected.length).toBeGreaterThan(5);
    const names = new Set([...seen.later.matchAll(/^# TYPE (\S+)/gmu)].map(([, name]) => name));
    expect(names.size).toBeGreaterThan(20);
    expect([...names].filter((name) => !collected.at(-1)!.names.has(name!))).toEqual([]);
    const { totals } = JSON.parse(readFileSync(site.path('run/record.json'), 'utf8')) as RunRecord;
    expect(collected.at(-1)!.offered).toBe(totals.arrivals);
  });

  it.skipIf(browserPath === null)('shows charts that grow, and becomes the report', () => {
    expect(seen.description).toContain('<b>server</b>');
    // An empty picture of this size takes less.
    expect(Math.min(...seen.late!.charts.map(({ length }) => length))).toBeGreaterThan(4_000);
    expect(seen.late!.charts).not.toEqual(seen.early!.charts);
    expect(seen.report).toMatch(/^(?:pass|inconclusive): watched, /u);
    expect(seen.told!.complaints).toEqual([]);
    expect(seen.told!.foreign).toEqual([]);
  });
});
