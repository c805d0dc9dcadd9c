/** Partitions by an account without any right: namespaces, rules and servers are made within a user namespace. As root, the account is the one that servers run as. */
import { execFile } from 'node:child_process';
import { execPath, getuid } from 'node:process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { findServerAccount } from '../../../src/host/server-user.js';
import { compiledProgram } from '../../fixtures/compiled-program.js';

const run = promisify(execFile);
const program = await compiledProgram('ordinary-program');

const account = await findServerAccount();
/** What goes before a command so that it runs without any right. */
const become =
  account === null ? [] : ['setpriv', `--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups'];
const hindrance = await findHindrance();
if (hindrance !== null) console.info(`Skipped: ${hindrance}`);

it.skipIf(hindrance !== null)(
  'an ordinary user splits a cluster, sees both halves refuse, and leaves nothing behind',
  async () => {
    const { stdout } = await asNobody([execPath, program]);
    expect(JSON.parse(stdout)).toEqual({
      uid: account?.uid ?? getuid?.(),
      isEffective: true,
      areRefused: true,
      areRefusedAfterwards: false,
      leftBehind: [],
    });
  },
);

async function findHindrance(): Promise<string | null> {
  const unread = await complaintOf(['test', '-r', program]);
  if (unread !== null) return `the account ${account?.name} cannot read this folder`;
  const refused = await complaintOf(['unshare', '--user', '--map-root-user', '--net', 'nft', 'list', 'tables']);
  return refused === null ? null : `an ordinary user has no network namespaces here: ${refused}`;
}

function complaintOf(words: readonly string[]): Promise<string | null> {
  return asNobody(words).then(
    () => null,
    (error: unknown) => (error as { readonly stderr: string }).stderr,
  );
}

function asNobody(words: readonly string[]): Promise<{ readonly stdout: string }> {
  const [command = '', ...args] = [...become, ...words];
  return run(command, args, { timeout: 150_000, killSignal: 'SIGTERM' });
}
