import { mkdir } from 'node:fs/promises';
import { kill, pid } from 'node:process';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findProcesses, isInSessionOf, type ProcessIdentity } from '../../../src/host/process-identity.js';
import { writeLease } from '../../../src/host/lease.js';
import { Watchdog } from '../../../src/host/watchdog.js';
import { heldLeases, someLease } from '../../fixtures/leases.js';
import { TargetSite } from '../../fixtures/target-site.js';

const slowStartMs = 30_000;

let site: TargetSite;
beforeEach(async () => {
  site = await TargetSite.open();
});
afterEach(() => site[Symbol.asyncDispose]());

it(
  'watches in a session of its own, ignores what ends a service, and leaves when it is told to',
  { timeout: slowStartMs },
  async () => {
    const watchdog = await Watchdog.start();
    const [found] = await watchdogs();
    if (found === undefined) throw new Error('There is none.');
    expect(await isInSessionOf(found, found)).toBe(true);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) kill(found.pid, signal);
    await site.clock.sleep(200);
    expect(() => watchdog.makeSureItWatches()).not.toThrow();
    await watchdog[Symbol.asyncDispose]();
    expect(await watchdogs()).toEqual([]);
    await watchdog[Symbol.asyncDispose]();
  },
);

it('heals what its runner has not healed in time, though that one lives', { timeout: slowStartMs }, async () => {
  await writeLease(someLease);
  await writeLease({ ...someLease, id: 'overdue', dueAt: '2026-01-01T00:00:00.000Z' });
  await using _watchdog = await Watchdog.start();
  await expect.poll(healedByOthers, { timeout: 10_000 }).toEqual(['overdue']);
});

it('is missed before the next injection when somebody has ended it', { timeout: slowStartMs }, async () => {
  await using watchdog = await Watchdog.start();
  for (const found of await watchdogs()) kill(found.pid, 'SIGKILL');
  await expect.poll(() => refusalOf(watchdog), { timeout: 5_000 }).toContain('has been ended');
});

it('refuses when it cannot keep watch', { timeout: slowStartMs }, async () => {
  // A log that is a directory.
  await mkdir(`${site.state}/clusters`, { recursive: true });
  await mkdir(`${site.state}/watchdog.log`);
  await expect(Watchdog.start()).rejects.toMatchObject({
    code: 'guardRefused',
    message: expect.stringContaining('could not be started') as string,
  });
  expect(await watchdogs()).toEqual([]);
});

function refusalOf(watchdog: Watchdog): string {
  try {
    watchdog.makeSureItWatches();
    return 'none';
  } catch (error) {
    return String(error);
  }
}

/** Of this process. */
function watchdogs(): Promise<readonly ProcessIdentity[]> {
  return findProcesses((args) => args.some((each) => each.endsWith('watchdog.js')) && args.includes(String(pid)));
}

async function healedByOthers(): Promise<readonly string[]> {
  return (await heldLeases()).filter((lease) => lease.healed !== undefined).map(({ id }) => id);
}
