/**
 * A bound on the target's side of a pause: a process of its own that lets a stopped server go on after a while, also when
 * paystorm and whoever could heal are gone by then.
 */
import { spawn } from 'node:child_process';
import { onlyForSameProcess } from './machine/relief.js';
import { identifyProcess, signalProcess, type ProcessIdentity } from './process-identity.js';

/** $1 process id, $2 its start time, $3 seconds: a process that got the same id later is left alone. */
const script = `
sleep "$3"
${onlyForSameProcess}
kill -CONT "$1"
`;

export async function orderWakeUpCall(server: ProcessIdentity, afterMs: number): Promise<ProcessIdentity | null> {
  const seconds = String(Math.ceil(afterMs / 1_000));
  const args = ['-c', script, 'paystorm-wake-up-call', String(server.pid), server.startTicks, seconds];
  const child = spawn('/bin/sh', args, { detached: true, stdio: 'ignore' });
  const pid = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('spawn', () => resolve(child.pid as number));
  });
  child.unref();
  return identifyProcess(pid);
}

/** The shell leads a group of its own, so that what it waits with ends too. */
export async function cancelWakeUpCall(call: ProcessIdentity | null): Promise<void> {
  if (call !== null) await signalProcess(call, 'SIGKILL', 'group');
}
