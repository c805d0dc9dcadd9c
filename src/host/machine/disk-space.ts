/** Room on a node's own disk: a file takes all of it. */
import { statfs, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Strain } from '../../model/machine.js';
import { runProgram } from '../run-program.js';
import { ownDiskObstacle, ownDiskOf } from './own-disk.js';
import type { Strainable, StrainedNode } from './strainable.js';

const programTimeoutMs = 30_000;
/** Less than this is no room for anything. */
const pieceBytes = 65_536;

export const diskSpace: Strainable<Extract<Strain, { kind: 'disk-space' }>> = {
  obstacle: ownDiskObstacle,
  async relief(node) {
    const disk = await ownDiskOf(node.data);
    return disk === null ? null : { script: 'rm -f "$1"', args: [ballastOn(disk)], account: null };
  },
  async take(node) {
    const disk = await diskOf(node);
    const { bavail, bsize } = await statfs(disk);
    // Rooms are reserved, nothing is written: the disk below does not fill. What goes beyond what is left takes all of it, and fails.
    const bytes = String((bavail + 1) * bsize);
    if (bavail > 0)
      await runProgram('fallocate', ['-l', bytes, ballastOn(disk)], { timeoutMs: programTimeoutMs }).catch(
        () => undefined,
      );
    if (await hasRoom(disk)) throw new Error(`the disk of ${node.name} could not be filled`);
  },
  async isFelt(node) {
    const disk = await ownDiskOf(node.data);
    return disk !== null && !(await hasRoom(disk));
  },
};

async function diskOf({ name, data }: StrainedNode): Promise<string> {
  const disk = await ownDiskOf(data);
  if (disk !== null) return disk;
  throw new Error(`${name} has no disk of its own: its cluster was started for something else`);
}

async function hasRoom(disk: string): Promise<boolean> {
  const piece = join(disk, 'piece');
  try {
    await writeFile(piece, Buffer.alloc(pieceBytes, 1), { flush: true });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return false;
    throw error;
  } finally {
    await unlink(piece).catch(() => undefined);
  }
}

function ballastOn(disk: string): string {
  return join(disk, 'ballast');
}
