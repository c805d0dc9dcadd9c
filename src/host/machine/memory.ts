/**
 * Memory: the kernel refuses the server any more of it, as a machine does that promises no more than it has. Nothing is swapped
 * and nobody is killed by the kernel; what a server does that gets no memory is its own affair, and may be its end.
 */
import { readFile } from 'node:fs/promises';
import type { Strain } from '../../model/machine.js';
import { errnoOf } from '../../mysql/error-facts.js';
import { findProgram } from '../find-program.js';
import { runProgram } from '../run-program.js';
import { findServerAccount } from '../server-user.js';
import { onlyForSameProcess } from './relief.js';
import { runningProcess, type Strainable } from './strainable.js';

const programTimeoutMs = 5_000;
/** More than the node is left in any case, and less than the longest value that servers allow. */
const askedBytes = 16_000_000;
/** Of the server's memory functions, of its own, and of the start of a thread. */
const outOfMemory: ReadonlySet<number> = new Set([5, 1037, 1038, 1041, 1135]);

export const memory: Strainable<Extract<Strain, { kind: 'memory' }>> = {
  async obstacle() {
    if ((await findProgram(['prlimit'])) !== null) return null;
    const alternative = 'Install util-linux; or use node-kill, which is what a machine without memory does in the end.';
    return { reason: 'The program prlimit is not installed on this machine.', alternative };
  },
  /** Up to what it was never allowed to exceed. */
  async relief({ process }) {
    if (process === null) return null;
    const script = `${onlyForSameProcess}
hard=$(prlimit --pid "$1" --data --noheadings --raw --output=HARD) && prlimit --pid "$1" --data="$hard:"`;
    // A process may change the limits of those of its own user: root without all its rights may not.
    return { script, args: [String(process.pid), process.startTicks], account: await findServerAccount() };
  },
  async take(node, { spareBytes }) {
    const { pid } = runningProcess(node);
    // The connection for later questions must be there before no new one can be taken.
    await node.order('SELECT 1');
    const bytes = (await usedBytes(pid)) + spareBytes;
    const account = await findServerAccount();
    await runProgram('prlimit', ['--pid', String(pid), `--data=${bytes}:`], {
      timeoutMs: programTimeoutMs,
      account,
    });
  },
  async isFelt({ process, order }) {
    if (process === null || !(await isLimited(process.pid))) return false;
    try {
      await order(`SELECT LENGTH(REPEAT('x', ${askedBytes}))`);
      return false;
    } catch (error) {
      return outOfMemory.has(errnoOf(error));
    }
  },
};

async function usedBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const [, kilobytes] = /^VmData:\s+(\d+) kB$/mu.exec(status) ?? [];
  if (kilobytes === undefined) throw new Error(`The kernel does not say how much memory process ${pid} has.`);
  return Number(kilobytes) * 1_024;
}

/** Whether it may have less than it could be allowed. */
async function isLimited(pid: number): Promise<boolean> {
  const limits = await readFile(`/proc/${pid}/limits`, 'utf8').catch(() => '');
  const [, soft, hard] = /^Max data size\s+(\S+)\s+(\S+)/mu.exec(limits) ?? [];
  return soft !== hard;
}
