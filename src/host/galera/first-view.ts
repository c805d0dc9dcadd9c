/**
 * Lets the nodes of a new cluster begin all at once. Their data are the same to the byte, so no node has to copy any from another; Galera believes it when
 * each node's files say what they say after a power cut that took all of them: same position in the same history, together in the same view (`pc.recovery`).
 */
import { randomUUID } from 'node:crypto';
import { chown, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The last number of a saved view is its sequence, the 3 before its first member means that it had a quorum. */
const viewOf = (self: string, members: readonly string[]): string =>
  [
    `my_uuid: ${self}`,
    '#vwbeg',
    `view_id: 3 ${members[0]} 1`,
    'bootstrap: 0',
    ...members.map((member) => `member: ${member} 0`),
    '#vwend',
    '',
  ].join('\n');

const stateIn = (history: string): string =>
  ['# GALERA saved state', 'version: 2.1', `uuid: ${history}`, 'seqno: 0', 'safe_to_bootstrap: 0', ''].join('\n');

/** `data` are the directories of the members' data, fresh from the template. */
export async function writeFirstView(data: readonly string[]): Promise<void> {
  const history = randomUUID();
  // Galera numbers members by their ids: the first node is to be the first.
  const members = data.map(() => randomUUID()).sort();
  for (const [index, directory] of data.entries()) {
    await writeAsServer(directory, 'grastate.dat', stateIn(history));
    await writeAsServer(directory, 'gvwstate.dat', viewOf(members[index] as string, members));
  }
}

/** A server replaces these files: they belong to whom the directory belongs. */
async function writeAsServer(directory: string, name: string, text: string): Promise<void> {
  const { uid, gid } = await stat(directory);
  const path = join(directory, name);
  await writeFile(path, text);
  await chown(path, uid, gid);
}
