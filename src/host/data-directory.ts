/** Makes data directories: initialised once per server version as a template, then copied, which takes milliseconds. */
import { createHash, randomBytes } from 'node:crypto';
import { cp, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { getuid } from 'node:process';
import { networkAddresses } from './network/node-network.js';
import { findMariadb, type MariadbPrograms } from './find-mariadb.js';
import { runProgram } from './run-program.js';
import type { StateDirectory } from './state-directory.js';

const timeoutMs = 120_000;
/** Raised when the content of a template changes. */
const templateRevision = 3;

export interface DataTemplate {
  readonly directory: string;
  /** Password of the user `paystorm` in every copy; the state directory is private. */
  readonly password: string;
}

/** For load, probes and reading: may do everything but write where a server is read-only. */
export const serverUser = 'paystorm';
/** For the topology itself: moves roles. */
export const adminUser = 'paystorm_admin';

export async function openTemplate(state: StateDirectory): Promise<DataTemplate> {
  const programs = await findMariadb();
  const version = await versionOf(programs.server);
  const name = createHash('sha256').update(`${version}\n${templateRevision}`).digest('hex').slice(0, 12);
  const directory = join(state.root, `template-${name}`);
  const password = await readPassword(directory);
  if (password !== null) return { directory: join(directory, 'data'), password };
  await buildTemplate(programs, directory);
  return { directory: join(directory, 'data'), password: (await readPassword(directory)) as string };
}

const versions = new Map<string, Promise<string>>();

/** Asked once for each program file: one that was replaced meanwhile has another time of change. */
async function versionOf(server: string): Promise<string> {
  const file = `${server} ${(await stat(server)).mtimeMs}`;
  const asked = versions.get(file) ?? runProgram(server, ['--no-defaults', '--version'], { timeoutMs });
  versions.set(file, asked);
  // One that could not be asked is asked again.
  asked.catch(() => versions.delete(file));
  return asked;
}

export async function copyTemplate(template: DataTemplate, target: string): Promise<void> {
  await cp(template.directory, target, { recursive: true });
}

/** Built aside and moved into place in one step: of two processes that build it at once, one wins and both use the winner's. */
async function buildTemplate(programs: MariadbPrograms, directory: string): Promise<void> {
  const aside = `${directory}.${randomBytes(4).toString('hex')}`;
  const password = randomBytes(18).toString('base64url');
  try {
    await mkdir(aside, { recursive: true });
    // The installer's script cuts paths at spaces, so it is given one without any.
    const where = { cwd: aside, timeoutMs };
    const shared = ['--datadir=./data', '--innodb-log-file-size=16M', ...asWhoeverCalls()];
    const install = [
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      '--skip-name-resolve',
      '--skip-log-bin',
    ];
    await runProgram(programs.installer, ['--no-defaults', ...shared, ...install], where);
    const bootstrap = ['--no-defaults', '--bootstrap', '--skip-log-bin', ...shared];
    await runProgram(programs.server, bootstrap, { ...where, input: firstStatements(password) });
    await writeFile(join(aside, 'password'), password, { mode: 0o600 });
    await rename(aside, directory).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

/** The template stays with the calling user, who may be root; copies go to the account that servers run as. */
function asWhoeverCalls(): readonly string[] {
  return getuid?.() === 0 ? ['--user=root'] : [];
}

/** Only users with the random password can come in over TCP, and only from this machine: through its loopback, or from a server in a network beside. */
function firstStatements(password: string): string {
  return [
    'FLUSH PRIVILEGES;',
    "DELETE FROM mysql.global_priv WHERE User IN ('root', '') AND Host <> 'localhost';",
    ...['127.%', networkAddresses, 'localhost'].flatMap((host) => [
      ...[serverUser, adminUser].flatMap((user) => [
        `CREATE USER '${user}'@'${host}' IDENTIFIED BY '${password}';`,
        `GRANT ALL ON *.* TO '${user}'@'${host}';`,
      ]),
      `REVOKE READ_ONLY ADMIN ON *.* FROM '${serverUser}'@'${host}';`,
    ]),
    'FLUSH PRIVILEGES;',
    '',
  ].join('\n');
}

function readPassword(directory: string): Promise<string | null> {
  return readFile(join(directory, 'password'), 'utf8').catch(() => null);
}
