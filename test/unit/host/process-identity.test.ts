import { expect, it } from 'vitest';
import {
  findProcesses,
  identifyProcess,
  identifySelf,
  isInSessionOf,
  signalProcess,
  stateOfProcess,
} from '../../../src/host/process-identity.js';
import { endedProcess, Idler } from '../../fixtures/processes.js';

it('a process runs, pauses, runs on and is down, as it was signalled', async () => {
  await using idler = await Idler.start();
  expect(await stateOfProcess(idler.identity)).toBe('running');
  await signalProcess(idler.identity, 'SIGSTOP');
  await expect.poll(() => stateOfProcess(idler.identity)).toBe('paused');
  await signalProcess(idler.identity, 'SIGCONT');
  await expect.poll(() => stateOfProcess(idler.identity)).toBe('running');
  expect(await signalProcess(idler.identity, 'SIGKILL')).toBe(true);
  await expect.poll(() => stateOfProcess(idler.identity)).toBe('down');
});

it('a process that has ended is down, is not identified and takes no signal', async () => {
  const ended = await endedProcess();
  expect(await stateOfProcess(ended)).toBe('down');
  expect(await identifyProcess(ended.pid)).toBeNull();
  expect(await signalProcess(ended, 'SIGKILL')).toBe(false);
});

it('a process that got the id of another is not taken for it, and is not signalled in its place', async () => {
  await using idler = await Idler.start();
  const former = { pid: idler.identity.pid, startTicks: '1' };
  expect(await stateOfProcess(former)).toBe('down');
  expect(await signalProcess(former, 'SIGKILL')).toBe(false);
  expect(await stateOfProcess(idler.identity)).toBe('running');
});

it('a process identifies itself by the same name as others do', async () => {
  expect(await identifySelf()).toEqual(await identifyProcess(process.pid));
  expect(await stateOfProcess(await identifySelf())).toBe('running');
});

it('processes are found by their arguments', async () => {
  await using idler = await Idler.start();
  const sleepers = await findProcesses((args) => args[0] === 'sleep' && args[1] === '60');
  expect(sleepers).toContainEqual(idler.identity);
  expect(await findProcesses(() => false)).toEqual([]);
});

it('a detached process leads a session of its own', async () => {
  await using idler = await Idler.start();
  expect(await isInSessionOf(idler.identity, idler.identity)).toBe(true);
  expect(await isInSessionOf(idler.identity, await identifySelf())).toBe(false);
  expect(await isInSessionOf(idler.identity, { ...idler.identity, startTicks: '1' })).toBe(false);
});
