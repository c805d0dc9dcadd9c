/** Finds the programs of MariaDB and Galera on this machine. */
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { env } from 'node:process';
import { ToolError } from '../kit/error.js';

export interface MariadbPrograms {
  readonly server: string;
  readonly installer: string;
  readonly client: string | null;
}

const usualPlaces = ['/usr/sbin', '/usr/bin', '/usr/local/sbin', '/usr/local/bin', '/usr/libexec', '/opt/homebrew/bin'];
const galeraPlaces = [
  '/usr/lib/galera',
  '/usr/lib64/galera-4',
  '/usr/lib64/galera',
  '/usr/lib',
  '/usr/lib64',
  '/usr/local/lib',
];

export const installLine = 'sudo apt-get install -y --no-install-recommends mariadb-server';

export async function findMariadb(): Promise<MariadbPrograms> {
  const server = await findProgram(['mariadbd', 'mysqld']);
  const installer = await findProgram(['mariadb-install-db', 'mysql_install_db']);
  if (server === null || installer === null) throw missing('The MariaDB server is not installed on this machine.');
  return { server, installer, client: await findProgram(['mariadb', 'mysql']) };
}

/** The Galera library and what its state transfer needs. */
export async function findGalera(): Promise<string> {
  const library = await firstAccessible(
    galeraPlaces.map((place) => join(place, 'libgalera_smm.so')),
    constants.R_OK,
  );
  if (library === null) throw missing('The Galera library (libgalera_smm.so) is not installed on this machine.');
  if ((await findProgram(['rsync'])) === null)
    throw missing('rsync is missing, which a joining Galera node copies its data with.');
  return library;
}

export function findProgram(names: readonly string[]): Promise<string | null> {
  const places = [...(env['PATH'] ?? '').split(delimiter).filter((place) => place !== ''), ...usualPlaces];
  return firstAccessible(
    names.flatMap((name) => places.map((place) => join(place, name))),
    constants.X_OK,
  );
}

async function firstAccessible(paths: readonly string[], mode: number): Promise<string | null> {
  for (const path of paths) {
    const isThere = await access(path, mode).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  return null;
}

function missing(message: string): ToolError {
  return new ToolError('setupFailed', message, `Run: ${installLine}`);
}
