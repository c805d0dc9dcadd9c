/** The dump of a server's databases as a process of its own, which writes straight into a file: nothing of it passes through the process that measures. */
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { env } from 'node:process';
import { atOrdinaryPriority } from '../../kit/priority.js';
import type { BackupReading } from '../../model/backup.js';
import type { Endpoint } from '../../model/topology.js';
import { findProgram } from '../find-program.js';
import { identifyProcess, type ProcessIdentity } from '../process-identity.js';
import { dumpIn, logIn } from './backup-file.js';

/** What does not end when it is told to is killed after this. */
const graceSeconds = 2;

export interface DumpOrder {
  readonly endpoint: Endpoint;
  readonly databases: readonly string[];
  readonly reads: BackupReading;
  readonly folder: string;
  readonly boundMs: number;
}

export interface RunningDump {
  readonly process: ProcessIdentity | null;
  /** Resolves to its exit code; null for a signal. */
  readonly ended: Promise<number | null>;
}

const locking: Readonly<Record<BackupReading, readonly string[]>> = {
  snapshot: ['--single-transaction', '--skip-lock-tables'],
  locked: ['--skip-single-transaction', '--lock-tables'],
  unguarded: ['--skip-single-transaction', '--skip-lock-tables'],
};

/** Null when this machine has none. */
export function findDumpProgram(): Promise<string | null> {
  return findProgram(['mariadb-dump', 'mysqldump']);
}

/** How a client program reaches a server. The password goes by the environment: arguments are for everybody to see. */
export function clientArgs({ host, port, socketPath, user }: Endpoint): readonly string[] {
  const tcp = ['--protocol=tcp', `--host=${host}`, `--port=${port}`];
  const place = socketPath === undefined ? tcp : ['--protocol=socket', `--socket=${socketPath}`];
  return ['--no-defaults', ...place, `--user=${user}`];
}

export function clientEnvironment({ password }: Endpoint): NodeJS.ProcessEnv {
  return { ...env, MYSQL_PWD: password };
}

/** It leads a group of its own, and ends by itself when its time is over. */
export async function startDump({ endpoint, databases, reads, folder, boundMs }: DumpOrder): Promise<RunningDump> {
  const program = await findDumpProgram();
  if (program === null) throw new Error('mariadb-dump is not installed on this machine');
  const bound = ['--kill-after', String(graceSeconds), String(Math.ceil(boundMs / 1_000))];
  const args = [program, ...clientArgs(endpoint), ...locking[reads], '--quick', '--databases', ...databases];
  const out = openSync(dumpIn(folder), 'wx', 0o600);
  const log = openSync(logIn(folder), 'a', 0o600);
  try {
    const options = { detached: true, env: clientEnvironment(endpoint) };
    const child = atOrdinaryPriority(() =>
      spawn('timeout', [...bound, ...args], { ...options, stdio: ['ignore', out, log] }),
    );
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    const pid = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('spawn', () => resolve(child.pid as number));
    });
    child.unref();
    return { process: await identifyProcess(pid), ended };
  } finally {
    closeSync(out);
    closeSync(log);
  }
}
