/** Takes backups of the servers of one cluster while they serve, and restores them. What is known of each stands beside it, so that nothing rests on this process. */
import { mkdir, readFile, rm } from 'node:fs/promises';
import { pollUntil } from '../../kit/abort.js';
import type { BackupOrder, Backups, RestoredBackup, TakenBackup } from '../../model/backup.js';
import type { Clock } from '../../model/clock.js';
import type { Endpoint } from '../../model/topology.js';
import { ask, orderTimeoutMs } from '../../mysql/await-answer.js';
import { signalProcess, stateOfProcess, type ProcessIdentity } from '../process-identity.js';
import { lastLines } from '../run-program.js';
import type { ServerFleet } from '../server-fleet.js';
import {
  dumpIn,
  folderOf,
  hasBegunToRead,
  isWhole,
  listBackups,
  logIn,
  readBackupFile,
  sizeOf,
  writeBackupFile,
  type BackupFile,
} from './backup-file.js';
import { startDump, type RunningDump } from './dump-process.js';
import { restoreBackup } from './restore-backup.js';
import { freeBytesOf, makeSureOfRoom, sizeOfData } from './room.js';

const lookEveryMs = 5;
/** A node that is further behind is copied as it is; nobody can tell then what it should have held. */
const catchUpTimeoutMs = 4_000;
const endTimeoutMs = 10_000;
/** What `timeout` says of a program whose time was over. */
const lateExitCode = 124;

export interface NodeBackupsOptions {
  readonly fleet: ServerFleet;
  readonly clock: Clock;
  /** Resolves to whether the node has come to hold whatever had been committed when it was asked; it always does where this is left out. */
  readonly catchUp?: (node: Endpoint, timeoutMs: number) => Promise<boolean>;
}

export class NodeBackups implements Backups {
  readonly #options: NodeBackupsOptions;
  /** Those whose end this process will see. */
  readonly #watched = new Map<string, Promise<void>>();

  constructor(options: NodeBackupsOptions) {
    this.#options = options;
  }

  async begin(order: BackupOrder): Promise<void> {
    const { fleet, catchUp = async () => true } = this.#options;
    const { id, node, reads, clock, boundMs } = order;
    const folder = this.#folderOf(id);
    if ((await readBackupFile(folder)) !== null) return;
    const endpoint = fleet.endpoint(node);
    const { databases, bytes } = await ask(endpoint, sizeOfData, orderTimeoutMs);
    if (databases.length === 0) throw new Error(`${node} holds no database but its own`);
    makeSureOfRoom(bytes, await freeBytesOf(fleet.directory));
    const startedMs = clock.nowMs();
    const appliedMs = (await catchUp(endpoint, catchUpTimeoutMs).catch(() => false)) ? startedMs : null;
    await mkdir(folder, { mode: 0o700 });
    const fromMs = clock.nowMs();
    const dump = await startDump({ endpoint, databases, reads, folder, boundMs });
    const unknown = { snapshot: null, endedMs: null, failure: null, isDone: false, isClosed: false };
    const file = { id, node, reads, startedMs, appliedMs, process: dump.process, ...unknown };
    await writeBackupFile(folder, file);
    this.#watched.set(id, watch({ folder, file, fromMs, clock }, dump));
  }

  async isBegun(id: string): Promise<boolean> {
    const file = await readBackupFile(this.#folderOf(id));
    return file !== null && file.snapshot !== null && !file.isClosed;
  }

  async end(id: string): Promise<void> {
    const folder = this.#folderOf(id);
    const file = await readBackupFile(folder);
    if (file === null || file.isClosed) return;
    const wasRunning = file.process !== null && (await endProcess(file.process, this.#options.clock));
    await this.#watched.get(id);
    const last = (await readBackupFile(folder)) ?? file;
    const failure = await failureOf(last, folder, wasRunning);
    // Half a backup restores nothing, and takes room.
    if (failure !== null) await rm(dumpIn(folder), { force: true });
    await writeBackupFile(folder, { ...last, failure, isClosed: true });
  }

  async taken(): Promise<readonly TakenBackup[]> {
    const found: TakenBackup[] = [];
    for (const id of await listBackups(this.#options.fleet.directory)) {
      const folder = this.#folderOf(id);
      const file = await readBackupFile(folder);
      if (file === null) continue;
      const { process: _process, isDone: _isDone, isClosed, failure, ...facts } = file;
      const bytes = await sizeOf(dumpIn(folder));
      found.push({ ...facts, bytes, failure: isClosed ? failure : 'it was not ended in order' });
    }
    return found.sort((left, right) => left.startedMs - right.startedMs);
  }

  async restore(id: string, { clock }: { readonly clock: Clock }): Promise<RestoredBackup> {
    const folder = this.#folderOf(id);
    const file = await readBackupFile(folder);
    if (file === null) throw new Error(`There is no backup ${id} any more.`);
    return restoreBackup({ folder, node: file.node, clock });
  }

  #folderOf(id: string): string {
    return folderOf(this.#options.fleet.directory, id);
  }
}

interface Watched {
  readonly folder: string;
  readonly file: BackupFile;
  /** Its moment cannot lie before. */
  readonly fromMs: number;
  readonly clock: Clock;
}

/** Notes when it begins to read, and how it ends. */
async function watch({ folder, file, fromMs, clock }: Watched, dump: RunningDump): Promise<void> {
  let hasEnded = false;
  const ended = dump.ended.then((exitCode) => {
    hasEnded = true;
    return { exitCode, endedMs: clock.nowMs() };
  });
  const isSeen = async (): Promise<boolean> => (await hasBegunToRead(folder)) || hasEnded;
  await pollUntil(isSeen, { clock, timeoutMs: Number.POSITIVE_INFINITY, everyMs: lookEveryMs });
  // A small one is written all at once, at its end.
  const snapshot = (await hasBegunToRead(folder)) ? { fromMs, toMs: clock.nowMs() } : null;
  await writeBackupFile(folder, { ...file, snapshot });
  const { exitCode, endedMs } = await ended;
  const failure = exitCode === 0 ? null : await lastWords(exitCode, folder);
  await writeBackupFile(folder, { ...file, snapshot, endedMs, failure, isDone: true });
}

async function lastWords(exitCode: number | null, folder: string): Promise<string> {
  if (exitCode === lateExitCode) return 'it was not done when its time was over';
  const said = lastLines(await readFile(logIn(folder), 'utf8').catch(() => ''));
  return `mariadb-dump ended with ${exitCode ?? 'a signal'}${said === '' ? '' : `: ${said}`}`;
}

async function failureOf({ isDone, failure }: BackupFile, folder: string, wasRunning: boolean): Promise<string | null> {
  if (wasRunning) return 'its heal came before it was done';
  if (isDone) return failure;
  // The process that would have seen its end has died before.
  return (await isWhole(folder)) ? null : 'it broke off, and nobody saw why';
}

/** Resolves to whether it had to be ended, when it and the tool that it bounds are gone. */
async function endProcess(process: ProcessIdentity, clock: Clock): Promise<boolean> {
  if (!(await signalProcess(process, 'SIGTERM', 'group'))) return false;
  const isDown = async (): Promise<boolean> => (await stateOfProcess(process)) === 'down';
  if (await pollUntil(isDown, { clock, timeoutMs: endTimeoutMs, everyMs: lookEveryMs })) return true;
  await signalProcess(process, 'SIGKILL', 'group');
  if (await pollUntil(isDown, { clock, timeoutMs: endTimeoutMs, everyMs: lookEveryMs })) return true;
  throw new Error(`The backup (process ${process.pid}) is still there ${endTimeoutMs / 1_000} s after SIGKILL.`);
}
