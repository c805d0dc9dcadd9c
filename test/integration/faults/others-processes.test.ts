/** Commands that have become another user, as sudo lets them, and take longer than they may: they cannot be ended, and that is told. Needs root, to make one that may become root. */
import { execFile } from 'node:child_process';
import { chmodSync, copyFileSync } from 'node:fs';
import { kill, execPath } from 'node:process';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findProgram } from '../../../src/host/find-program.js';
import { findProcesses } from '../../../src/host/process-identity.js';
import { findServerAccount } from '../../../src/host/server-user.js';
import { compiledProgram } from '../../fixtures/compiled-program.js';
import { Scratch } from '../../fixtures/scratch.js';

const run = promisify(execFile);
const account = await findServerAccount();
const setpriv = await findProgram(['setpriv']);
/** Of this test only. */
const seconds = '86.753';

let scratch: Scratch;
beforeEach(() => {
  scratch = new Scratch();
});
afterEach(async () => {
  for (const { pid } of await findProcesses((args) => args.includes(seconds))) kill(pid, 'SIGKILL');
  scratch[Symbol.dispose]();
});

it('is told that it could not be ended, nothing hangs, and its undoing has failed', async ({ skip }) => {
  skip(account === null || setpriv === null, 'only root can make a program that becomes root');
  const become = scratch.path('become');
  copyFileSync(setpriv ?? '', become);
  chmodSync(become, 0o4755);
  chmodSync(scratch.path('.'), 0o711);
  const asNobody = ['--reuid', String(account?.uid), '--regid', String(account?.gid), '--clear-groups'];
  const asRoot = [become, '--reuid=0', '--clear-groups', '--'];
  const asBefore = (...words: readonly string[]) => run(setpriv ?? '', [...asNobody, ...words], { timeout: 60_000 });
  const { stdout: uid } = await asBefore(...asRoot, 'id', '-ru').catch(() => ({ stdout: '' }));
  skip(uid.trim() !== '0', 'this file system lets nobody become root');

  const program = await compiledProgram('unprivileged-program');
  const { stdout } = await asBefore(execPath, program, ...asRoot, 'sleep', seconds);
  expect(JSON.parse(stdout)).toEqual({
    end: { code: null, isLeft: true, out: '', said: '' },
    // Whoever heals has to wait for it.
    isForgotten: false,
    code: 'healFailed',
    message: expect.stringContaining('did not end within 0.3 s, and could not be ended') as string,
  });
});
