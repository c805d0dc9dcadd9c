/** Names a process by its id and its start time, so that a reused id is never taken for the process that once had it. */
import { readdirSync, readFileSync } from 'node:fs';
import { kill, pid as ownPid } from 'node:process';

export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks since boot at which it started, from /proc. */
  readonly startTicks: string;
}

export type ProcessState = 'running' | 'paused' | 'down';

/** Null when no such process lives. */
export function identifyProcess(pid: number): Promise<ProcessIdentity | null> {
  return Promise.resolve(identityOf(pid));
}

export async function identifySelf(): Promise<ProcessIdentity> {
  const identity = await identifyProcess(ownPid);
  if (identity === null) throw new Error('The process table (/proc) does not know this process.');
  return identity;
}

/** What stands in a file; null when it names nobody, because a power loss has cut it. */
export function readIdentity(text: string): ProcessIdentity | null {
  try {
    const { pid, startTicks } = JSON.parse(text) as Partial<ProcessIdentity>;
    return typeof pid === 'number' && typeof startTicks === 'string' ? { pid, startTicks } : null;
  } catch {
    return null;
  }
}

export function isSameProcess(left: ProcessIdentity, right: ProcessIdentity): boolean {
  return left.pid === right.pid && left.startTicks === right.startTicks;
}

export function stateOfProcess(process: ProcessIdentity): Promise<ProcessState> {
  return Promise.resolve(stateOf(process));
}

/** Signals exactly this process, or its whole group when it leads one; false when it is gone already. */
export async function signalProcess(
  identity: ProcessIdentity,
  signal: NodeJS.Signals,
  scope: 'process' | 'group' = 'process',
): Promise<boolean> {
  if ((await stateOfProcess(identity)) === 'down') return false;
  try {
    kill(scope === 'group' ? -identity.pid : identity.pid, signal);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

/** Living processes whose arguments are as asked. Those of other users that hide theirs are not seen. */
export function findProcesses(isMeant: (args: readonly string[]) => boolean): Promise<readonly ProcessIdentity[]> {
  const found = readdirSync('/proc').map((name) => {
    const line = /^\d+$/u.test(name) ? readProcess(Number(name), 'cmdline') : null;
    return line !== null && line !== '' && isMeant(line.split('\0')) ? identityOf(Number(name)) : null;
  });
  return Promise.resolve(found.filter((each) => each !== null));
}

/** Whether a process belongs to the session that `leader` leads or, being gone, has led. */
export function isInSessionOf(process: ProcessIdentity, leader: ProcessIdentity): Promise<boolean> {
  const [fields, leading] = [statFields(process.pid), statFields(leader.pid)];
  // A session's id is not given to a new process while the session has members.
  const isReused = leading !== null && leading.startTicks !== leader.startTicks;
  const isSame = fields !== null && fields.startTicks === process.startTicks;
  return Promise.resolve(isSame && fields.session === leader.pid && !isReused);
}

/** Whether a terminal would let this process read from it: another than the one in the foreground is stopped when it tries. */
export function isInForeground(): Promise<boolean> {
  const fields = statFields(ownPid);
  return Promise.resolve(fields !== null && fields.group === fields.foregroundGroup);
}

function identityOf(pid: number): ProcessIdentity | null {
  const fields = statFields(pid);
  return fields === null ? null : { pid, startTicks: fields.startTicks };
}

function stateOf({ pid, startTicks }: ProcessIdentity): ProcessState {
  const fields = statFields(pid);
  if (fields === null || fields.startTicks !== startTicks || hasEnded(fields)) return 'down';
  return fields.state === 'T' || fields.state === 't' ? 'paused' : 'running';
}

/** A killed process shows as a zombie while other threads of it still hold its files and ports. */
function hasEnded({ state, threads }: StatFields): boolean {
  return state === 'X' || (state === 'Z' && threads <= 1);
}

/** The command name stands in parentheses and may hold anything, so fields are counted from its end. */
function statFields(pid: number): StatFields | null {
  const text = readProcess(pid, 'stat');
  if (text === null) return null;
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return {
    state: fields[0] ?? 'X',
    group: Number(fields[2]),
    session: Number(fields[3]),
    foregroundGroup: Number(fields[5]),
    threads: Number(fields[17]),
    startTicks: fields[19] ?? '',
  };
}

/** Null for a process that is gone. The kernel writes such a file while it is read, so nothing is waited for; read as a promise it would take ten times the processor. */
function readProcess(pid: number, file: 'stat' | 'cmdline'): string | null {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return null;
  }
}

interface StatFields {
  readonly state: string;
  readonly group: number;
  readonly session: number;
  readonly foregroundGroup: number;
  readonly threads: number;
  readonly startTicks: string;
}
