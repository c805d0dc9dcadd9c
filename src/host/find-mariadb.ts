/** Finds the programs of MariaDB and Galera on this machine. */
import { constants } from 'node:fs/promises';
import { join } from 'node:path';
import { ToolError } from '../kit/error.js';
import { findProgram, firstAccessible } from './find-program.js';

export interface MariadbPrograms {
  readonly server: string;
  readonly installer: string;
  readonly client: string | null;
}

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

function missing(message: string): ToolError {
  return new ToolError('setupFailed', message, `Run: ${installLine}`);
}
