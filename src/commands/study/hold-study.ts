/** Keeps a second command from working on the same study: both would take the other's repetition for one that was cut. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ToolError } from '../../kit/error.js';
import { identifySelf, stateOfProcess, type ProcessIdentity } from '../../host/process-identity.js';

const ownerFile = 'in-progress.json';

/** Disposing it lets others go on. What a dead process held is free. */
export async function holdStudy(directory: string): Promise<AsyncDisposable> {
  const path = join(directory, ownerFile);
  const self = await identifySelf();
  if (!(await take(path, self))) {
    const owner = await readOwner(path);
    if (owner !== null && (await stateOfProcess(owner)) !== 'down') {
      const message = `Process ${owner.pid} is working on the study in ${directory}.`;
      throw new ToolError('guardRefused', message, 'Wait for its end, or choose another folder with --out.');
    }
    await rm(path, { force: true });
    if (!(await take(path, self))) {
      throw new ToolError('guardRefused', `Another process has just begun with ${directory}.`, 'Wait for its end.');
    }
  }
  return { [Symbol.asyncDispose]: () => rm(path, { force: true }) };
}

/** False when the file is there already. */
async function take(path: string, self: ProcessIdentity): Promise<boolean> {
  try {
    await writeFile(path, JSON.stringify(self), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** A file that was being written when its process died names nobody. */
async function readOwner(path: string): Promise<ProcessIdentity | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as ProcessIdentity;
  } catch {
    return null;
  }
}
