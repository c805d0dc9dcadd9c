/** Whether the state directory outlives a power loss: of servers that others run, it alone says how to undo what was done to them. */
import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, relative, sep } from 'node:path';
import { stateRoot } from './state-directory.js';

/** By the numbers that statfs(2) tells. */
const inMemory: ReadonlyMap<number, string> = new Map([
  [0x01_02_19_94, 'tmpfs'],
  [0x85_84_58_f6, 'ramfs'],
]);

export const placeOnDiskHint =
  'name a place on disk by PAYSTORM_STATE=<a directory on disk>, such as /var/tmp/paystorm.';

/** Why it may be gone after this machine has restarted; null where nothing speaks for it. `root` need not be there yet. */
export async function whyForgotten(root = stateRoot(), fileSystemOf = typeOf): Promise<string | null> {
  const type = await fileSystemOf(root);
  const memory = type === null ? undefined : inMemory.get(type);
  if (memory !== undefined) return `it is in memory (${memory})`;
  const temporary = [tmpdir(), '/tmp'].find((each) => isWithin(root, each));
  return temporary === undefined ? null : `many systems empty ${temporary} when they start`;
}

/** Of the directory, or of the nearest above it that is there; null where that cannot be looked at: whoever needs it is told of that when it is opened. */
async function typeOf(directory: string): Promise<number | null> {
  try {
    return (await statfs(directory)).type;
  } catch (error) {
    const parent = dirname(directory);
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || parent === directory) return null;
    return typeOf(parent);
  }
}

function isWithin(path: string, directory: string): boolean {
  return relative(directory, path).split(sep)[0] !== '..';
}
