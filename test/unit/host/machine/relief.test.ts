/** What ends a strain: at once, or by a timer that anybody can call off; and never a process that only has the same id. */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  applyRelief,
  cancelReliefs,
  onlyForSameProcess,
  orderRelief,
  timerOf,
  type Relief,
} from '../../../../src/host/machine/relief.js';
import { findProcesses } from '../../../../src/host/process-identity.js';
import { Idler } from '../../../fixtures/processes.js';
import { Scratch } from '../../../fixtures/scratch.js';

let scratch: Scratch;
beforeEach(() => {
  scratch = new Scratch();
});
afterEach(() => scratch[Symbol.dispose]());

it('comes by itself when it is due', async () => {
  const { relief, file, timer } = await strain();
  await orderRelief(relief, timer, 10);
  await expect.poll(() => existsSync(file), { timeout: 10_000 }).toBe(false);
});

it('does not come when it was called off', async () => {
  const { relief, file, timer } = await strain();
  await orderRelief(relief, timer, 60_000);
  // For a moment the shell and its fork look the same.
  await expect.poll(() => timers(timer)).toHaveLength(1);
  await cancelReliefs([timer]);
  await expect.poll(() => timers(timer)).toHaveLength(0);
  expect(existsSync(file)).toBe(true);
  await applyRelief(relief);
  expect(existsSync(file)).toBe(false);
});

it('is only for the process that it was made for', async () => {
  const { file } = await strain();
  await using idler = await Idler.start();
  const { pid, startTicks } = idler.identity;
  const forProcess = (ticks: string): Relief => ({
    script: `${onlyForSameProcess}\nrm "$3"`,
    args: [String(pid), ticks, file],
    account: null,
  });
  await applyRelief(forProcess('1'));
  expect(existsSync(file)).toBe(true);
  await applyRelief(forProcess(startTicks));
  expect(existsSync(file)).toBe(false);
});

it('says why it did not work', async () => {
  const relief = { script: 'echo "No way."; exit 1', args: [], account: null };
  await expect(applyRelief(relief)).rejects.toThrow('No way.');
});

async function strain() {
  const data = scratch.path('db');
  const file = `${data}.taken`;
  await writeFile(file, '');
  const relief: Relief = { script: 'rm "$1"', args: [file], account: null };
  return { relief, file, timer: timerOf(data, 'cpu') };
}

function timers(timer: string) {
  return findProcesses((args) => args.includes(timer));
}
