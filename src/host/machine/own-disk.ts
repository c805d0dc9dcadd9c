/** A small disk of a node's own: a file with a file system in it, mounted beside the node's data, which lie on it. It can be full while nothing else is. */
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rmdir, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { getuid } from 'node:process';
import type { Obstacle } from '../../model/fault.js';
import { findProgram } from '../find-program.js';
import { runProgram } from '../run-program.js';
import { passageMode } from '../server-user.js';

/** Of this, only what is written takes room on the disk below. */
const sizeBytes = 4 * 1_024 ** 3;
const timeoutMs = 30_000;
const programs = ['mkfs.ext4', 'mount', 'umount', 'fallocate'];
/** CAP_SYS_ADMIN, without which nothing is mounted. */
const mountingRight = 1n << 21n;

/** Why this machine can make none; null when it can. */
export async function ownDiskObstacle(): Promise<Obstacle | null> {
  const alternative =
    'Run paystorm as root on a machine that may mount; what comes nearest is read-only, which refuses writes as a full disk does.';
  const lacking = await firstLack();
  return lacking === null ? null : { reason: `No disk of its own can be made for a node: ${lacking}.`, alternative };
}

/** Resolves to the path on the new disk where the data are to be put; `data` leads there. */
export async function makeOwnDisk(data: string): Promise<string> {
  const { image, mountPoint } = placesOf(data);
  await writeFile(image, '', { mode: 0o600 });
  await truncate(image, sizeBytes);
  await runProgram(await programOf('mkfs.ext4'), ['-q', '-F', '-m', '0', image], { timeoutMs });
  await mkdir(mountPoint);
  await runProgram('mount', ['-o', 'loop,nosuid,nodev', image, mountPoint], { timeoutMs });
  await chmod(mountPoint, passageMode());
  await rmdir(join(mountPoint, 'lost+found'));
  const inside = join(mountPoint, 'data');
  await symlink(inside, data);
  return inside;
}

/** The mount point; null for a node whose data lie with all others'. */
export async function ownDiskOf(data: string): Promise<string | null> {
  const { mountPoint } = placesOf(data);
  return (await isMounted(mountPoint)) ? mountPoint : null;
}

/** Whether it was made; it may not be mounted any more. */
export function hasOwnDisk(data: string): boolean {
  return existsSync(placesOf(data).mountPoint);
}

/** When its server is gone. */
export async function removeOwnDisk(data: string): Promise<void> {
  const { mountPoint } = placesOf(data);
  if (await isMounted(mountPoint)) await runProgram('umount', [mountPoint], { timeoutMs });
}

function placesOf(data: string) {
  return { image: `${data}.image`, mountPoint: `${data}.disk` };
}

async function firstLack(): Promise<string | null> {
  if (getuid?.() !== 0) return 'only root may mount';
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
  const rights = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)$/mu.exec(status)?.[1] ?? '0'}`);
  if ((rights & mountingRight) === 0n) return 'root may not mount here, as in an ordinary container';
  if (!existsSync('/dev/loop-control')) return 'there are no loop devices';
  const found = await Promise.all(programs.map((name) => findProgram([name])));
  const missing = programs.filter((_name, index) => found[index] === null);
  return missing.length === 0 ? null : `${missing.join(', ')} not installed`;
}

async function programOf(name: string): Promise<string> {
  const found = await findProgram([name]);
  if (found === null) throw new Error(`${name} is not installed`);
  return found;
}

async function isMounted(mountPoint: string): Promise<boolean> {
  const lines = (await readFile('/proc/self/mountinfo', 'utf8').catch(() => '')).split('\n');
  // Characters that would part the fields are written as octal numbers.
  const written = mountPoint.replaceAll(/[\s\\]/gu, (each) => `\\${each.charCodeAt(0).toString(8).padStart(3, '0')}`);
  return lines.some((line) => line.split(' ')[4] === written);
}
