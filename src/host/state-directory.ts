/** paystorm's private place on this machine: server templates, running clusters, leases of injected faults. */
import { chmod, lstat, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { env, getuid } from 'node:process';
import { ToolError } from '../kit/error.js';
import { passageMode } from './server-user.js';

/** A UNIX socket's path may have 107 bytes; this much is kept for "/clusters/<id>/<node>/server.sock". */
const pathBytesMax = 107 - 51;

export interface StateDirectory {
  readonly root: string;
  readonly clusters: string;
  readonly leases: string;
}

/** Creates what is missing. Refuses a directory that belongs to somebody else: what stands there would be run and trusted. */
export async function openStateDirectory(): Promise<StateDirectory> {
  const user = getuid?.() ?? 0;
  const mode = passageMode();
  const root = resolve(env['PAYSTORM_STATE'] ?? join(tmpdir(), `paystorm-${user}`));
  if (Buffer.byteLength(root) > pathBytesMax) {
    const hint =
      'Name a shorter place in PAYSTORM_STATE: sockets of servers live there, and their paths end at 107 characters.';
    throw new ToolError(
      'setupFailed',
      `The state directory ${root} has a path of more than ${pathBytesMax} characters.`,
      hint,
    );
  }
  await mkdir(root, { recursive: true, mode });
  const found = await lstat(root);
  if (!found.isDirectory() || found.uid !== user) {
    const hint = 'Name a place of your own in PAYSTORM_STATE.';
    throw new ToolError('guardRefused', `The state directory ${root} belongs to another user.`, hint);
  }
  await chmod(root, mode);
  const directory = { root, clusters: join(root, 'clusters'), leases: join(root, 'leases') };
  await mkdir(directory.clusters, { recursive: true, mode });
  await mkdir(directory.leases, { recursive: true, mode: 0o700 });
  return directory;
}
