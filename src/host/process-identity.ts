/** Names a process by its id and its start time, so that a reused id is never taken for the process that once had it. */
import { readFile } from 'node:fs/promises';
import { kill, pid as ownPid } from 'node:process';

export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks since boot at which it started, from /proc. */
  readonly startTicks: string;
}

export type ProcessState = 'running' | 'paused' | 'down';

/** Null when no such process lives. */
export async function identifyProcess(pid: number): Promise<ProcessIdentity | null> {
  const fields = await statFields(pid);
  return fields === null ? null : { pid, startTicks: fields.startTicks };
}

export async function identifySelf(): Promise<ProcessIdentity> {
  const identity = await identifyProcess(ownPid);
  if (identity === null) throw new Error('The process table (/proc) does not know this process.');
  return identity;
}

export async function stateOfProcess({ pid, startTicks }: ProcessIdentity): Promise<ProcessState> {
  const fields = await statFields(pid);
  if (fields === null || fields.startTicks !== startTicks || fields.state === 'Z' || fields.state === 'X')
    return 'down';
  return fields.state === 'T' || fields.state === 't' ? 'paused' : 'running';
}

/** Signals exactly this process; false when it is gone already. */
export async function signalProcess(identity: ProcessIdentity, signal: NodeJS.Signals): Promise<boolean> {
  if ((await stateOfProcess(identity)) === 'down') return false;
  try {
    kill(identity.pid, signal);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

/** The command name stands in parentheses and may hold anything, so fields are counted from its end. */
async function statFields(pid: number): Promise<{ readonly state: string; readonly startTicks: string } | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (text === null) return null;
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0] ?? 'X', startTicks: fields[19] ?? '' };
}
