/** Where in the kernel's control groups, of either version, a group of paystorm's own can be made for one process; from what the kernel lists in /proc. */
import { join } from 'node:path';

export const controllers = ['cpu', 'io'] as const;
export type Controller = (typeof controllers)[number];

export interface GroupPlace {
  readonly version: 1 | 2;
  /** Directory of the group that the process is in. */
  readonly current: string;
  /** Directories in which a group for it can be made, if they are open for that; the nearest first. */
  readonly parents: readonly string[];
}

/** What version 1 calls it. */
const formerNames: Readonly<Record<Controller, string>> = { cpu: 'cpu', io: 'blkio' };

/** `mountinfo` and `memberships` are /proc/self/mountinfo and /proc/<id>/cgroup; null when no hierarchy with this controller can be seen. */
export function findGroupPlace(
  controller: Controller,
  { mountinfo, memberships }: { readonly mountinfo: string; readonly memberships: string },
): GroupPlace | null {
  const mounts = mountinfo.split('\n').map(readMount);
  const groups = memberships.split('\n').map(readMembership);
  const former = formerNames[controller];
  const first = groups.find((group) => group.controllers.includes(former));
  const mount = mounts.find(({ type, options }) => type === 'cgroup' && options.includes(former));
  if (first !== undefined && mount !== undefined) {
    const current = directoryOf(first.path, mount);
    return { version: 1, current, parents: [current] };
  }
  const unified = groups.find(({ id }) => id === '0');
  const mount2 = mounts.find(({ type }) => type === 'cgroup2');
  if (unified === undefined || mount2 === undefined) return null;
  const current = directoryOf(unified.path, mount2);
  return { version: 2, current, parents: upwards(current, mount2.directory) };
}

interface Mount {
  readonly root: string;
  readonly directory: string;
  readonly type: string;
  readonly options: readonly string[];
}

function readMount(line: string): Mount {
  const [before = '', after = ''] = line.split(' - ');
  const fields = before.split(' ');
  const [type = '', , options = ''] = after.split(' ');
  return { root: fields[3] ?? '', directory: fields[4] ?? '', type, options: options.split(',') };
}

function readMembership(line: string) {
  const [id = '', names = '', ...path] = line.split(':');
  return { id, controllers: names.split(','), path: path.join(':') };
}

/** In a container the mount begins in the middle of the tree, and paths may be told from its top. */
function directoryOf(path: string, { root, directory }: Mount): string {
  const rest = root !== '/' && path.startsWith(root) ? path.slice(root.length) : path;
  return rest === '/' ? directory : join(directory, rest);
}

function upwards(directory: string, top: string): readonly string[] {
  return directory === top || !directory.startsWith(top)
    ? [directory]
    : [directory, ...upwards(join(directory, '..'), top)];
}
