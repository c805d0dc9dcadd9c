/** A control group of paystorm's own around one server: the kernel gives all in it together no more than its limits say, and nobody else is concerned. */
import { constants, existsSync } from 'node:fs';
import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ProcessIdentity } from '../process-identity.js';
import { controllers, findGroupPlace, type Controller, type GroupPlace } from './control-group-places.js';
import type { Relief } from './relief.js';
import { runningProcess, type StrainedNode } from './strainable.js';

const prefix = 'paystorm-';

/** What is to be written into the files of a group, by version. */
export interface GroupLimits {
  readonly controller: Controller;
  readonly lines: (version: 1 | 2) => readonly (readonly [file: string, line: string])[];
}

/**
 * Members go back to where they were, the group goes, then the note. Its two lines are the group and where its members came from.
 * A server that was just killed holds its group for a moment more.
 */
const script = `
[ -f "$1" ] || exit 0
{ read -r group; read -r former; } < "$1"
tries=0
while [ -d "$group" ]; do
  for pid in $(cat "$group/cgroup.procs"); do (echo "$pid" > "$former/cgroup.procs") 2> /dev/null; done
  rmdir "$group" 2> /dev/null && break
  tries=$((tries + 1))
  [ "$tries" -lt 100 ] || { echo "The control group $group cannot be left."; exit 1; }
  sleep 0.05
done
rm -f "$1"
`;

/** Why a process of this user cannot be put into a group of its own; null when it can. */
export async function groupObstacle(controller: Controller): Promise<string | null> {
  const place = await placeOf(controller, 'self');
  const name = controller === 'cpu' ? 'processor time' : 'disk operations';
  if (place === null) return `This machine shows no control groups that share out ${name}.`;
  if ((await openParent(controller, place)) !== null) return null;
  return `Control groups that share out ${name} are not open to this user on this machine (${place.current}).`;
}

/** Makes the group, or finds it made, with these limits, and puts the server into it. */
export async function confine(node: StrainedNode, limits: GroupLimits): Promise<void> {
  const process = runningProcess(node);
  const note = noteOf(node, limits.controller);
  const { group, version } = (await readGroup(note)) ?? (await makeGroup(node, limits.controller));
  for (const [file, line] of limits.lines(version)) await writeFile(join(group, file), line);
  await enter(group, process);
}

/** A server that was restarted comes back into the groups that were made for the one before it. */
export async function confineAgain(data: string, process: ProcessIdentity): Promise<void> {
  for (const controller of controllers) {
    const made = await readGroup(noteOf({ data }, controller));
    if (made !== null) await enter(made.group, process);
  }
}

/** Whether a group was, or was about to be, made: without its note there is nothing to undo. */
export function isGroupNoted(node: Pick<StrainedNode, 'data'>, controller: Controller): boolean {
  return existsSync(noteOf(node, controller));
}

export function groupRelief(node: Pick<StrainedNode, 'data'>, controller: Controller): Relief {
  return { script, args: [noteOf(node, controller)], account: null };
}

/** The group's directory when the server is in it; null otherwise. */
export async function groupAround({ data, process }: StrainedNode, controller: Controller): Promise<string | null> {
  const made = await readGroup(noteOf({ data }, controller));
  if (made === null || process === null) return null;
  const members = await readFile(join(made.group, 'cgroup.procs'), 'utf8').catch(() => '');
  return members.split('\n').includes(String(process.pid)) ? made.group : null;
}

async function makeGroup(node: StrainedNode, controller: Controller) {
  const place = await placeOf(controller, String(runningProcess(node).pid));
  const parent = place === null ? null : await openParent(controller, place);
  if (place === null || parent === null) throw new Error((await groupObstacle(controller)) ?? `${node.name} is gone`);
  // Of version 2 it can be in one group only.
  if (basename(place.current).startsWith(prefix)) throw new Error(`${node.name} is short of something else already`);
  const group = join(parent, `${prefix}${node.id}-${node.name}-${controller}`);
  // Before the group: whoever finds the note finds whatever came of it.
  await writeFile(noteOf(node, controller), `${group}\n${place.current}\n`);
  await mkdir(group, { recursive: true });
  return { group, version: place.version };
}

async function readGroup(note: string) {
  const text = await readFile(note, 'utf8').catch(() => null);
  const [group = ''] = text?.split('\n') ?? [];
  if (group === '' || !existsSync(group)) return null;
  // Only the first version has this file in every group.
  const version = existsSync(join(group, 'notify_on_release')) ? (1 as const) : (2 as const);
  return { group, version };
}

async function enter(group: string, { pid }: ProcessIdentity): Promise<void> {
  await writeFile(join(group, 'cgroup.procs'), String(pid));
}

function noteOf({ data }: Pick<StrainedNode, 'data'>, controller: Controller): string {
  return `${data}.${controller}-group`;
}

async function placeOf(controller: Controller, pid: string): Promise<GroupPlace | null> {
  const paths = ['/proc/self/mountinfo', `/proc/${pid}/cgroup`];
  const [mountinfo = '', memberships = ''] = await Promise.all(
    paths.map((path) => readFile(path, 'utf8').catch(() => '')),
  );
  return findGroupPlace(controller, { mountinfo, memberships });
}

/** Of version 2, only where the controller has been handed down: handing it down would change the life of everything else there. */
async function openParent(controller: Controller, { version, parents }: GroupPlace): Promise<string | null> {
  for (const parent of parents) {
    if (!(await isOpen(parent))) continue;
    if (version === 1) return parent;
    const handedDown = await readFile(join(parent, 'cgroup.subtree_control'), 'utf8').catch(() => '');
    if (handedDown.split(/\s+/u).includes(controller)) return parent;
  }
  return null;
}

async function isOpen(directory: string): Promise<boolean> {
  return access(join(directory, 'cgroup.procs'), constants.W_OK)
    .then(() => access(directory, constants.W_OK))
    .then(
      () => true,
      () => false,
    );
}
