/** A runner that was stopped for so long that its watchdog has healed for it: going on, it finds that out, and nothing is healed or started twice. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Lease } from '../../../src/host/lease.js';
import { readEvents } from '../../../src/journal/event-log.js';
import { exitCodes } from '../../../src/model/exit-code.js';
import type { RunRecord } from '../../../src/model/run-record.js';
import { CliSite } from '../../fixtures/run-cli.js';
import { serversUnder } from '../../fixtures/servers-under.js';

const scenario = 'test/fixtures/scenarios/short-single-kill.yaml';
const lookEveryMs = 20;

describe('a run that is stopped in mid-fault, beyond the time of its heal', () => {
  let site: CliSite;
  beforeAll(async () => {
    site = await CliSite.open();
  });
  afterAll(() => site[Symbol.asyncDispose]());

  it('is healed by its watchdog, and when it goes on starts no second server, says who has healed, and leaves nothing', async () => {
    const directory = site.path('suspended');
    const run = site.start('run', scenario, '--out', directory);
    await run.said(/kill-it took effect/u);
    run.child.kill('SIGSTOP');
    await letItsTimePass();
    await expect.poll(() => serversUnder(site.directory), { timeout: 30_000, interval: lookEveryMs }).toHaveLength(1);
    await expect.poll(lease, { timeout: 30_000, interval: lookEveryMs }).toMatchObject({ healed: {} });
    const healers = new Set(await serversUnder(site.directory));
    run.child.kill('SIGCONT');
    const { exitCode, out } = await watched(run.result, async () => {
      for (const server of await serversUnder(site.directory)) healers.add(server);
    });

    expect([...healers]).toHaveLength(1);
    expect(await serversUnder(site.directory)).toEqual([]);
    expect(await readdir(join(site.path('state'), 'leases'))).toEqual([]);
    expect(await readdir(join(site.path('state'), 'clusters'))).toEqual([]);
    const healed = readEvents(directory).filter((event) => event.kind === 'fault-healed');
    expect(healed).toMatchObject([{ fault: 'kill-it', by: 'watchdog' }]);
    expect(readEvents(directory).at(-1)?.kind).toBe('run-finished');
    // Nobody knows what payments would have met while their clients stood still.
    expect(exitCode, out).toBe(exitCodes.inconclusive);
    const record = JSON.parse(await readFile(`${directory}/record.json`, 'utf8')) as RunRecord;
    expect(record.reconciliation?.lost?.count).toBe(0);
  });

  /** As if it had been stopped for minutes. */
  async function letItsTimePass(): Promise<void> {
    await writeFile(await leasePath(), JSON.stringify({ ...(await lease()), dueAt: '2026-01-01T00:00:00.000Z' }));
  }

  async function lease(): Promise<Lease> {
    return JSON.parse(await readFile(await leasePath(), 'utf8')) as Lease;
  }

  /** Of the only one. */
  async function leasePath(): Promise<string> {
    const leases = join(site.path('state'), 'leases');
    const [name = ''] = (await readdir(leases)).filter((each) => each.endsWith('.json'));
    return join(leases, name);
  }
});

/** Looks again and again until the promise is settled. */
async function watched<Value>(promise: Promise<Value>, look: () => Promise<void>): Promise<Value> {
  let isOver = false;
  const over = promise.finally(() => (isOver = true));
  while (!isOver) {
    await look();
    await Promise.race([over, sleep(lookEveryMs)]);
  }
  return over;
}
