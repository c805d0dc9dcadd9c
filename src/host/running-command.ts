/** The command by which a fault breaks something, noted beside its lease before it begins and while it runs: a runner that is killed leaves it at work, and it would break again what was healed. */
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pollUntil } from '../kit/abort.js';
import type { Clock } from '../model/clock.js';
import { identifyProcess, signalProcess, stateOfProcess, type ProcessIdentity } from './process-identity.js';
import { openStateDirectory } from './state-directory.js';

const mark = '.command-';
const lookEveryMs = 10;
/** Also what is killed takes a while to be gone. */
const deathTimeoutMs = 5_000;

/** Of a process that leads its group and has yet to begin. All is in the name, so that no note is ever half written. To be disposed when the command has ended. */
export async function noteCommand(leaseId: string, pid: number): Promise<AsyncDisposable> {
  const { leases } = await openStateDirectory();
  const identity = await identifyProcess(pid);
  const path = join(leases, `${leaseId}${mark}${pid}-${identity?.startTicks ?? ''}`);
  if (identity !== null) await writeFile(path, '', { mode: 0o600 });
  return { [Symbol.asyncDispose]: () => rm(path, { force: true }) };
}

/** Those of one fault, as the runner knows them that has started them. */
export class RunningCommands {
  readonly #leaseId: string;
  /** By their notes. */
  readonly #atWork = new Map<AsyncDisposable, ProcessIdentity>();

  constructor(leaseId: string) {
    this.#leaseId = leaseId;
  }

  /** As `noteCommand`. */
  async note(pid: number): Promise<AsyncDisposable> {
    const note = await noteCommand(this.#leaseId, pid);
    const command = await identifyProcess(pid);
    if (command !== null) this.#atWork.set(note, command);
    return {
      [Symbol.asyncDispose]: async () => {
        this.#atWork.delete(note);
        await note[Symbol.asyncDispose]();
      },
    };
  }

  /** Waits for what goes on because it was not for this user to end. Rejects when it does so for too long: its note stays then. */
  async awaitEnd(options: EndOptions): Promise<void> {
    for (const [note, command] of this.#atWork) {
      await awaitDeath(command, options);
      this.#atWork.delete(note);
      try {
        await note[Symbol.asyncDispose]();
      } catch {
        // Whoever finds the note of what is gone goes on at once.
      }
    }
  }
}

export interface EndOptions {
  readonly clock: Clock;
  /** Longest that a command may take by itself. */
  readonly timeoutMs: number;
}

/** Ends what is noted beside a lease, with all that it has started; what is not for this user to end is waited for. Rejects when it goes on. */
export async function endCommands(leaseId: string, { clock, timeoutMs }: EndOptions): Promise<void> {
  const { leases } = await openStateDirectory();
  const prefix = `${leaseId}${mark}`;
  const names = (await readdir(leases)).filter((name) => name.startsWith(prefix));
  for (const name of names) {
    const [pid = '', startTicks = ''] = name.slice(prefix.length).split('-');
    const command = { pid: Number(pid), startTicks };
    await endGroup(command);
    await awaitDeath(command, { clock, timeoutMs });
    await rm(join(leases, name), { force: true });
  }
}

async function awaitDeath(command: ProcessIdentity, { clock, timeoutMs }: EndOptions): Promise<void> {
  const isGone = async (): Promise<boolean> => (await stateOfProcess(command)) === 'down';
  const patience = { clock, timeoutMs: Math.max(timeoutMs, deathTimeoutMs), everyMs: lookEveryMs };
  if (await pollUntil(isGone, patience)) return;
  throw new Error(
    `the command that breaks it (process ${command.pid}) is still at work, and is not for this user to end`,
  );
}

async function endGroup(command: ProcessIdentity): Promise<void> {
  await signalProcess(command, 'SIGKILL', 'group').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPERM') throw error;
  });
}
