/** How a load begins and ends when not all goes to plan: no target, and somebody who stops it, on a calm server and on one that hangs. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { single } from '../../../src/catalog/topologies/single.js';
import { checkSeals, sealedFiles } from '../../../src/journal/check-seals.js';
import { isAttemptFile, probeFile } from '../../../src/journal/run-directory.js';
import { ToolError } from '../../../src/kit/error.js';
import type { Cluster } from '../../../src/model/topology.js';
import { attemptsIn, driveLoad, loadPlanOf, prepare, type DrivenLoad } from '../../fixtures/driven-load.js';
import { settle } from '../../fixtures/load-accounts.js';
import { sql, TargetSite } from '../../fixtures/target-site.js';

const slackMs = 500;
const drainMs = 1_000;
const mix = '{ transfer: 40, qr-payment: 40, top-up: 20 }';

let site: TargetSite;
let cluster: Cluster;
beforeAll(async () => {
  site = await TargetSite.open();
  cluster = await site.start(single);
});
afterAll(() => site[Symbol.asyncDispose]());

it('a target that is down is told within seconds, with what to do, and nothing was sent', async () => {
  const plan = loadPlanOf({ phases: '[{ name: only, for: 3s, rate: 100/s }]' });
  await prepare({ cluster, plan });
  await cluster.process?.kill('db');
  const startedMs = site.clock.nowMs();
  const directory = join(site.directory, 'target-down');
  const story = { site, cluster, plan, directory, isPrepared: true };
  const error: unknown = await driveLoad(story).catch((thrown: unknown) => thrown);
  expect(site.clock.nowMs() - startedMs).toBeLessThan(15_000);
  if (!(error instanceof ToolError)) expect.fail(`It was no ToolError: ${String(error)}`);
  expect(error.message).toMatch(/Only 0 of 4 connections.+ECONNREFUSED/u);
  expect(error.hint).toContain('Is the target up');
  expect(attemptsIn(directory).size).toBe(0);
  await cluster.process?.start('db', { signal: undefined });
  expect(await sql(cluster, 'db', 'SELECT payment_id FROM paystorm.payment')).toEqual([]);
});

it('stopped in the middle, it ends soon, with a record of everything that had arrived and of nothing else', async () => {
  const stop = new AbortController();
  const plan = loadPlanOf({ phases: '[{ name: long, for: 60s, rate: 200/s }]', mix });
  const { load, stoppedMs } = await driveAndStop(plan, stop, 1_200);
  const { ended, paid, flaws } = await settle(cluster, load, stoppedMs - slackMs);
  expect(flaws).toEqual([]);
  expect(load.reason).toBe('interrupted');
  expect(endOf(load) - stoppedMs).toBeLessThan(slackMs);
  expect(lastArrivalMs(load)).toBeLessThan(stoppedMs + slackMs);
  expect([...load.attempts.keys()].sort((a, b) => a - b)).toEqual(
    [...load.attempts.keys()].map((_each, index) => index),
  );
  expect(paid).toEqual(ended.acknowledged);
  expect(ended['in-doubt']).toEqual([]);
});

it('ended, its event log says of every file what it holds', async () => {
  const plan = loadPlanOf({ phases: '[{ name: only, for: 1s, rate: 100/s }]' });
  const load = await driveLoad({ site, cluster, plan });
  const seals = sealedFiles(load.events);
  const records = seals.reduce((sum, { file, records: count }) => (isAttemptFile(file) ? sum + count : sum), 0);
  expect(records).toBe(recordsOf(load).length);
  expect(seals.map(({ file }) => file)).toContain(probeFile);
  expect(() => checkSeals(load.directory, seals)).not.toThrow();
});

it('stopped while the server hangs, it ends after the drain: who waited is dropped as interrupted, who hung is given up', async () => {
  const stop = new AbortController();
  const plan = loadPlanOf({
    phases: '[{ name: long, for: 60s, rate: 200/s }]',
    mix,
    client: 'deadline: 10s, transaction_timeout: 20s',
    drain: `${drainMs}ms`,
  });
  const { load, stoppedMs } = await driveAndStop(plan, stop, 1_500, async (at) => {
    await at(1_000);
    await cluster.process?.pause('db', { boundMs: 20_000 });
  });
  await cluster.process?.resume('db');
  const { ended, flaws } = await settle(cluster, load, stoppedMs - slackMs);
  expect(flaws).toEqual([]);
  expect(load.reason).toBe('interrupted');
  const lastMs = Math.max(...recordsOf(load).map(({ endMs }) => endMs));
  expect(lastMs).toBeGreaterThan(stoppedMs + drainMs - slackMs);
  expect(lastMs).toBeLessThan(stoppedMs + drainMs + slackMs);
  const dropped = recordsOf(load).filter(({ outcome }) => outcome === 'dropped');
  expect(dropped.length).toBeGreaterThan(40);
  expect(dropped.every(({ dropReason }) => dropReason === 'interrupted')).toBe(true);
  expect(ended.aborted.length + ended['in-doubt'].length).toBeGreaterThanOrEqual(8);
});

async function driveAndStop(
  plan: DrivenLoad['plan'],
  stop: AbortController,
  stopAtMs: number,
  before?: (at: (planMs: number) => Promise<void>) => Promise<void>,
): Promise<{ readonly load: DrivenLoad; readonly stoppedMs: number }> {
  const load = await driveLoad({
    site,
    cluster,
    plan,
    signal: stop.signal,
    meanwhile: async (at) => {
      await before?.(at);
      await at(stopAtMs);
      stop.abort(new Error('Somebody pressed a key.'));
    },
  });
  return { load, stoppedMs: stopAtMs };
}

function recordsOf(load: DrivenLoad) {
  return [...load.attempts.values()].flat();
}

function lastArrivalMs(load: DrivenLoad): number {
  return Math.max(...recordsOf(load).map(({ intendedStartMs }) => intendedStartMs));
}

function endOf({ events }: DrivenLoad): number {
  return events.find(({ kind }) => kind === 'load-finished')?.atMs ?? Number.NaN;
}
