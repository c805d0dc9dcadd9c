/** The folder of one backup in its cluster's directory: what was copied, and what is known of it, so that another process can end, judge or restore it. */
import { open, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TakenBackup } from '../../model/backup.js';
import type { ProcessIdentity } from '../process-identity.js';

/** No node can be called so. */
const prefix = 'backup.';
const factsName = 'backup.json';
const lookedAtBytes = 16_384;

export interface BackupFile extends Omit<TakenBackup, 'bytes'> {
  /** What writes it. */
  readonly process: ProcessIdentity | null;
  readonly isDone: boolean;
  /** By whoever healed: nothing happens to it any more. */
  readonly isClosed: boolean;
}

export function folderOf(clusterDirectory: string, id: string): string {
  return join(clusterDirectory, `${prefix}${id}`);
}

export async function listBackups(clusterDirectory: string): Promise<readonly string[]> {
  const names = await readdir(clusterDirectory);
  return names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
}

export function dumpIn(folder: string): string {
  return join(folder, 'dump.sql');
}

export function logIn(folder: string): string {
  return join(folder, 'dump.log');
}

/** Null where none was begun. */
export async function readBackupFile(folder: string): Promise<BackupFile | null> {
  const text = await readFile(join(folder, factsName), 'utf8').catch(() => null);
  return text === null ? null : (JSON.parse(text) as BackupFile);
}

export async function writeBackupFile(folder: string, file: BackupFile): Promise<void> {
  const path = join(folder, factsName);
  await writeFile(`${path}.new`, JSON.stringify(file, null, 2), { mode: 0o600 });
  await rename(`${path}.new`, path);
}

export async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

/** Whether a table was opened: its moment has come by then, and locks are held. */
export async function hasBegunToRead(folder: string): Promise<boolean> {
  return (await partOf(dumpIn(folder), 0)).includes('\n-- Table structure for table ');
}

/** Whether its last line says that nothing is missing. */
export async function isWhole(folder: string): Promise<boolean> {
  const path = dumpIn(folder);
  const lastLine = (await partOf(path, (await sizeOf(path)) - lookedAtBytes)).trimEnd().split('\n').at(-1) ?? '';
  return lastLine.startsWith('-- Dump completed');
}

async function partOf(path: string, from: number): Promise<string> {
  const file = await open(path, 'r').catch(() => null);
  if (file === null) return '';
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(lookedAtBytes), position: Math.max(0, from) });
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}
