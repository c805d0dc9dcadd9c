/** paystorm's private place on this machine: server templates, running clusters, leases of injected faults. */
import { chmod, lstat, mkdir, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { env, getuid } from 'node:process';
import { messageOf, ToolError } from '../kit/error.js';
import { passageMode } from './server-user.js';

/** A UNIX socket's path may have 107 bytes; this much is kept for "/clusters/<id>/<node>/server.sock". */
const pathBytesMax = 107 - 51;

export interface StateDirectory {
  readonly root: string;
  readonly clusters: string;
  readonly leases: string;
}

/** Where it is, or will be made. */
export function stateRoot(): string {
  return resolve(env['PAYSTORM_STATE'] || join(tmpdir(), `paystorm-${getuid?.() ?? 0}`));
}

/** Creates what is missing. Refuses a directory that is not its own: what stands there would be run and trusted, and its rights are changed. */
export async function openStateDirectory(): Promise<StateDirectory> {
  const user = getuid?.() ?? 0;
  const mode = passageMode();
  const root = stateRoot();
  if (Buffer.byteLength(root) > pathBytesMax) {
    const message = `The state directory ${root} has a path of more than ${pathBytesMax} characters.`;
    const hint =
      'Name a shorter place in PAYSTORM_STATE: sockets of servers live there, and their paths end at 107 characters.';
    throw new ToolError('setupFailed', message, hint);
  }
  const directory = { root, clusters: join(root, 'clusters'), leases: join(root, 'leases') };
  try {
    await mkdir(root, { recursive: true, mode });
    await makeSureItIsOwn(directory, user);
    await chmod(root, mode);
    await mkdir(directory.clusters, { recursive: true, mode });
    await mkdir(directory.leases, { recursive: true, mode: 0o700 });
  } catch (cause) {
    if (cause instanceof ToolError) throw cause;
    const message = `The state directory ${root} cannot be made: ${messageOf(cause)}.`;
    throw new ToolError('setupFailed', message, ownPlaceHint, { cause });
  }
  return directory;
}

const ownPlaceHint = 'Name a place of your own in PAYSTORM_STATE.';

async function makeSureItIsOwn({ root, clusters }: StateDirectory, user: number): Promise<void> {
  const found = await lstat(root);
  if (!found.isDirectory() || found.uid !== user) {
    throw new ToolError(
      'guardRefused',
      `The state directory ${root} is a link or belongs to another user.`,
      ownPlaceHint,
    );
  }
  const names = await readdir(root);
  if (names.length === 0 || names.includes(basename(clusters))) return;
  const message = `The state directory ${root} holds other things than paystorm's.`;
  throw new ToolError('guardRefused', message, `${ownPlaceHint} It must be empty or not there yet.`);
}
