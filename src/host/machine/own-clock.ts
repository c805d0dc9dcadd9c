/** A clock of a node's own: libfaketime stands between a server and the kernel's clock, and adds what a file says. Monotonic clocks go on as they are. */
import { access, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { getuid } from 'node:process';
import type { Strain } from '../../model/machine.js';
import { findServerAccount } from '../server-user.js';
import type { Strainable, StrainedNode } from './strainable.js';

const library = 'faketime/libfaketimeMT.so.1';
const usualPlaces = ['/usr/lib', '/usr/lib64', '/usr/local/lib'];
/** The file is read again after this long, which is the shortest that the library knows. */
const readAgainSeconds = 1;
const toleratedMs = 1_000;
const sharedMemory = '/dev/shm';

export const ownClock: Strainable<Extract<Strain, { kind: 'clock' }>> = {
  async obstacle() {
    if ((await findLibrary()) !== null) return null;
    const alternative = 'Run: sudo apt-get install -y --no-install-recommends libfaketime. Nothing else comes near.';
    return {
      reason: 'libfaketime, which gives a server a clock of its own, is not installed on this machine.',
      alternative,
    };
  },
  async relief({ data }) {
    if (!hasOwnClock(data)) return null;
    // A half-written file would end the server that reads it.
    return { script: 'echo +0 > "$1.new" && mv "$1.new" "$1"', args: [fileOf(data)], account: null };
  },
  async take({ name, data }, { aheadMs }) {
    if (!hasOwnClock(data))
      throw new Error(`${name} has no clock of its own: its cluster was started for something else`);
    await setClock(data, aheadMs);
  },
  async isFelt(node, { aheadMs }) {
    const offMs = await offBy(node);
    return Math.abs(offMs - aheadMs) < toleratedMs;
  },
};

/** Before the server is started for the first time. */
export async function makeOwnClock(data: string): Promise<void> {
  await setClock(data, 0);
}

export function hasOwnClock(data: string): boolean {
  return existsSync(fileOf(data));
}

/** What a server must find in its environment; nothing when it has no clock of its own. */
export async function clockEnvironment(data: string): Promise<Readonly<Record<string, string>>> {
  if (!hasOwnClock(data)) return {};
  const found = await findLibrary();
  if (found === null) throw new Error('libfaketime is not installed any more.');
  return {
    LD_PRELOAD: found,
    FAKETIME_TIMESTAMP_FILE: fileOf(data),
    FAKETIME_CACHE_DURATION: String(readAgainSeconds),
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  };
}

/** The library leaves two files in memory for each process that was killed, be it the server's or a program's that the server called. */
export async function removeTraces(data: string): Promise<void> {
  if (!hasOwnClock(data)) return;
  const { birthtimeMs } = await stat(dirname(data));
  for (const name of await readdir(sharedMemory)) {
    const pid = /^(?:faketime_shm|sem\.faketime_sem)_(\d+)$/u.exec(name)?.[1];
    if (pid === undefined || (await isRunning(pid))) continue;
    const file = join(sharedMemory, name);
    const found = await stat(file).catch(() => null);
    if (found !== null && found.mtimeMs >= birthtimeMs && (await isOfServers(found.uid)))
      await rm(file, { force: true });
  }
}

/** One that has ended is listed until its parent has asked how. */
async function isRunning(pid: string): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  return status !== null && !/\) [ZX] /u.test(status);
}

async function isOfServers(uid: number): Promise<boolean> {
  return uid === getuid?.() || uid === (await findServerAccount())?.uid;
}

async function offBy({ clock, order }: StrainedNode): Promise<number> {
  const beforeMs = Date.parse(clock.wallClockIso());
  const [row] = await order('SELECT UNIX_TIMESTAMP(NOW(6)) * 1000 AS now');
  return Number(row?.['now']) - beforeMs;
}

/** In one step, because a half-written file would end the server that reads it. */
async function setClock(data: string, aheadMs: number): Promise<void> {
  const file = fileOf(data);
  const sign = aheadMs < 0 ? '-' : '+';
  await writeFile(`${file}.new`, `${sign}${Math.abs(aheadMs) / 1_000}\n`, { mode: 0o644 });
  await rename(`${file}.new`, file);
}

function fileOf(data: string): string {
  return `${data}.clock`;
}

/** Debian keeps libraries in a directory for each kind of processor. */
async function findLibrary(): Promise<string | null> {
  const inside = await readdir('/usr/lib').catch(() => []);
  const places = [
    ...usualPlaces,
    ...inside.filter((name) => name.includes('-linux-')).map((name) => join('/usr/lib', name)),
  ];
  for (const place of places) {
    const path = join(place, library);
    const isThere = await access(path).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  return null;
}
