/**
 * The watchdog of a runner: a process in a session of its own that heals when the runner is gone. It holds the other end of a
 * pipe that closes with the runner, however that ends; Ctrl-C, a closed terminal and SIGKILL of the runner's group do not reach it.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { withTimeout } from '../kit/abort.js';
import { messageOf, ToolError } from '../kit/error.js';
import { threadFile } from '../kit/thread-file.js';
import { identifySelf } from './process-identity.js';
import { openStateDirectory } from './state-directory.js';

const logName = 'watchdog.log';
const logBytesMax = 256 * 1_024;
const readyTimeoutMs = 20_000;
const leaveTimeoutMs = 5_000;

/** What the watchdog says when it keeps watch, and what it is told when there is nothing left to watch over. */
export const readyWord = 'ready\n';
export const leaveWord = 'leave\n';

/** Disposing it sends the watchdog away: its runner has healed everything itself. */
export class Watchdog implements AsyncDisposable {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** Resolves when it keeps watch. Rejects with a ToolError when it cannot: nothing may be broken then. */
  static async start(): Promise<Watchdog> {
    const { root } = await openStateDirectory();
    const logFile = join(root, logName);
    try {
      const child = await spawnBeside(logFile);
      const watchdog = new Watchdog(child);
      try {
        await withTimeout(isReady(child), readyTimeoutMs, () => new Error('it said nothing for too long'));
      } catch (error) {
        child.kill('SIGKILL');
        throw error;
      }
      return watchdog;
    } catch (cause) {
      const message = `The watchdog that heals when this process dies could not be started: ${messageOf(cause)}.`;
      throw new ToolError('guardRefused', message, `Nothing was broken. Its log is ${logFile}.`, { cause });
    }
  }

  /** Throws a ToolError when it is gone: what is injected without it might stay. */
  makeSureItWatches(): void {
    if (this.#child.exitCode === null && this.#child.signalCode === null) return;
    const message = 'The watchdog that heals when this process dies has been ended.';
    throw new ToolError('guardRefused', message, 'Let it live as long as the run.');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const child = this.#child;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const hasEnded = once(child, 'exit');
    child.stdin?.end(leaveWord);
    await withTimeout(hasEnded, leaveTimeoutMs, () => new Error('late')).catch(() => child.kill('SIGKILL'));
  }
}

/** What it says goes into the log, and nothing of the runner's terminal stays open with it. */
async function spawnBeside(logFile: string): Promise<ChildProcess> {
  const { pid, startTicks } = await identifySelf();
  const log = openSync(logFile, isLong(logFile) ? 'w' : 'a', 0o600);
  try {
    const args = [threadFile('watchdog'), String(pid), startTicks];
    return spawn(execPath, args, { detached: true, stdio: ['pipe', 'pipe', log] });
  } finally {
    closeSync(log);
  }
}

async function isReady(child: ChildProcess): Promise<void> {
  // It may end before it is told to, and then nobody reads what it is told.
  child.stdin?.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => reject(new Error(`it ended with ${code ?? signal}`)));
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said === readyWord) resolve();
    });
  });
  child.stdout?.destroy();
}

function isLong(path: string): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > logBytesMax;
}
