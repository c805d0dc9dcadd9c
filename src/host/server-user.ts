/**
 * As whom servers run. An ordinary user runs them as itself. Root must not: the state transfer of Galera gives up root's
 * rights half way and then cannot read the data, so servers get the account that the package made for them.
 */
import { chown, readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { getuid } from 'node:process';
import { ToolError } from '../kit/error.js';

export interface ServerAccount {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

const accountNames = ['mysql', 'nobody'];

/** Null when servers run as the calling user. */
export async function findServerAccount(): Promise<ServerAccount | null> {
  if (getuid?.() !== 0) return null;
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  for (const name of accountNames) {
    const fields = lines.find((line) => line[0] === name);
    if (fields !== undefined) return { name, uid: Number(fields[2]), gid: Number(fields[3]) };
  }
  throw new ToolError(
    'setupFailed',
    'There is no account that servers could run as.',
    'Run paystorm as an ordinary user, not as root.',
  );
}

/** What starts a program as this account. */
export function asAccount(account: ServerAccount | null): { readonly uid?: number; readonly gid?: number } {
  return account === null ? {} : { uid: account.uid, gid: account.gid };
}

/** The directory and everything in it goes to the account. */
export async function giveTo(account: ServerAccount, directory: string): Promise<void> {
  await chown(directory, account.uid, account.gid);
  for (const entry of await readdir(directory, { withFileTypes: true, recursive: true })) {
    await chown(join(entry.parentPath, entry.name), account.uid, account.gid);
  }
}

/** Rejects with a ToolError when a directory above `directory` is closed to the account: its servers would not find their data. */
export async function makeSureOfPassage(account: ServerAccount, directory: string): Promise<void> {
  const parent = dirname(directory);
  if (parent === directory) return;
  await makeSureOfPassage(account, parent);
  if (await mayPass(account, parent)) return;
  throw new ToolError(
    'setupFailed',
    `Servers run as the account ${account.name}, which may not pass through ${parent} to reach ${directory}.`,
    'Name a place that it can reach in PAYSTORM_STATE, such as /var/tmp/paystorm; or run paystorm as an ordinary user.',
  );
}

async function mayPass({ uid, gid }: ServerAccount, directory: string): Promise<boolean> {
  const found = await stat(directory);
  if (found.uid === uid) return (found.mode & 0o100) !== 0;
  return (found.mode & (found.gid === gid ? 0o010 : 0o001)) !== 0;
}

/** Directories that servers must pass through: closed to all others, except that a server of another account may pass without looking around. */
export function passageMode(): number {
  return getuid?.() === 0 ? 0o711 : 0o700;
}
