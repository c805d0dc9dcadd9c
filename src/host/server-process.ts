/**
 * One server process: started in a session of its own, so that Ctrl-C in the terminal reaches paystorm and not the database,
 * and signalled only as long as it is the very process that was started.
 */
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { pollUntil } from '../kit/abort.js';
import { env } from 'node:process';
import { atOrdinaryPriority } from '../kit/priority.js';
import type { Clock } from '../model/clock.js';
import type { StopEnd } from '../model/server-control.js';
import { identifyProcess, signalProcess, stateOfProcess, type ProcessIdentity } from './process-identity.js';

const endTimeoutMs = 20_000;
const lookEveryMs = 5;

export interface ServerProgram {
  readonly program: string;
  readonly args: readonly string[];
  /** Receives what the program says; later starts append to it. */
  readonly logFile: string;
  /** Beside what paystorm itself finds in its own. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Does not wait until the server serves. Null when the program ended at once. */
export async function startProcess({
  program,
  args,
  logFile,
  environment = {},
}: ServerProgram): Promise<ProcessIdentity | null> {
  const log = openSync(logFile, 'a', 0o600);
  try {
    const child = atOrdinaryPriority(() =>
      spawn(program, args, { detached: true, stdio: ['ignore', log, log], env: { ...env, ...environment } }),
    );
    const pid = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('spawn', () => resolve(child.pid as number));
    });
    child.unref();
    return await identifyProcess(pid);
  } finally {
    closeSync(log);
  }
}

/** Resolves when the process is gone. */
export async function killProcess(process: ProcessIdentity, clock: Clock): Promise<void> {
  await signalProcess(process, 'SIGKILL');
  if (await awaitState(process, 'down', clock)) return;
  throw new Error(`Process ${process.pid} is still there ${endTimeoutMs / 1_000} s after SIGKILL.`);
}

/** Resolves when the kernel shows the process as stopped, or it is gone. */
export async function pauseProcess(process: ProcessIdentity, clock: Clock): Promise<void> {
  await signalProcess(process, 'SIGSTOP');
  await awaitState(process, 'paused', clock);
}

export async function resumeProcess(process: ProcessIdentity): Promise<void> {
  await signalProcess(process, 'SIGCONT');
}

/** In order; a server that does not end within `graceMs` is killed. */
export async function stopProcess(
  process: ProcessIdentity,
  clock: Clock,
  graceMs: number = endTimeoutMs,
): Promise<StopEnd> {
  await signalProcess(process, 'SIGTERM');
  // A paused process takes no signal but this one.
  await resumeProcess(process);
  if (await awaitState(process, 'down', clock, graceMs)) return 'ended';
  await killProcess(process, clock);
  return 'killed';
}

function awaitState(
  process: ProcessIdentity,
  wanted: 'paused' | 'down',
  clock: Clock,
  timeoutMs: number = endTimeoutMs,
): Promise<boolean> {
  const isSo = async (): Promise<boolean> => {
    const state = await stateOfProcess(process);
    return state === wanted || state === 'down';
  };
  return pollUntil(isSo, { clock, timeoutMs, everyMs: lookEveryMs });
}
