/** Installs system packages with apt where that is allowed; otherwise says the one line that a person who may must run. */
import { getuid } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { succeeds, runBehind } from './child.mjs';
import { findProgram } from './find-program.mjs';
import { withLock } from './lock.mjs';
import { withoutServiceStart } from './service-guard.mjs';
import { SetUpError } from './set-up-error.mjs';

/** One for the machine, because the package system is one for the machine. */
const lockPath = '/tmp/paystorm-system-packages.lock';
const betweenTriesMs = 5_000;
const noQuestions = { DEBIAN_FRONTEND: 'noninteractive', DEBIAN_PRIORITY: 'critical', NEEDRESTART_SUSPEND: '1' };

/** `needs` are those missing; resolves when they are there. */
export async function installSystemPackages(needs, say) {
  const names = needs.map((need) => need.name).join(' and ');
  const packages = [...new Set(needs.map((need) => need.package))];
  const asRoot = wayToRoot();
  if (findProgram('apt-get') === null)
    throw new SetUpError(`${names} is missing, and this system has no apt-get.`, elsewhere);
  if (asRoot === null) {
    throw new SetUpError(
      `${names} is missing, and installing it needs root. Run this line, then try again:`,
      lineFor(packages),
    );
  }
  await withLock(
    lockPath,
    async () => {
      const stillMissing = needs.filter((need) => !need.isThere());
      if (stillMissing.length === 0) return;
      say(`Installing ${names} from the system's packages (${packages.join(', ')}) …`);
      await withoutServiceStart(asRoot, say, () => aptInstall(asRoot, packages));
    },
    () => say('Waiting for another set-up that installs system packages …'),
  );
  const absent = needs.filter((need) => !need.isThere());
  if (absent.length > 0) {
    throw new SetUpError(`${packages.join(', ')} is installed, but ${absent[0].name} was not found.`, elsewhere);
  }
}

export function lineFor(packages) {
  return `sudo apt-get install -y --no-install-recommends ${packages.join(' ')}`;
}

export function mayInstall() {
  return findProgram('apt-get') !== null && wayToRoot() !== null;
}

/** What goes before a command so that it runs as root, or null where we may not. */
function wayToRoot() {
  if (getuid?.() === 0) return [];
  return findProgram('sudo') !== null && succeeds('sudo', ['-n', 'true']) ? ['sudo', '-n'] : null;
}

async function aptInstall(asRoot, packages) {
  if (!packages.every(isKnown)) await updateLists(asRoot);
  const install = () => apt(asRoot, ['install', '-y', '--no-install-recommends', '--no-remove', ...packages]);
  try {
    await install();
  } catch {
    // Old package lists name files that are gone.
    await updateLists(asRoot);
    await install();
  }
}

/** Rejects with a SetUpError where that is not allowed. */
export async function updatePackageLists() {
  const asRoot = wayToRoot();
  if (findProgram('apt-get') === null || asRoot === null) throw new SetUpError('Package lists cannot be updated here.');
  await updateLists(asRoot);
}

/** apt waits for the lock of an installation by itself, but not for that of the package lists, which a daily job may hold. */
async function updateLists(asRoot, triesLeft = 12) {
  try {
    await apt(asRoot, ['update']);
  } catch (error) {
    if (triesLeft === 0 || !error.message.includes('Could not get lock')) throw error;
    await sleep(betweenTriesMs);
    await updateLists(asRoot, triesLeft - 1);
  }
}

function isKnown(name) {
  return succeeds('apt-cache', ['show', '--quiet=2', name]);
}

/** --no-remove: a MySQL server that stands in the way is its owner's business. */
function apt(asRoot, args) {
  const [command, ...rest] = [
    ...asRoot,
    'env',
    ...Object.entries(noQuestions).map((pair) => pair.join('=')),
    'apt-get',
    '-o',
    'DPkg::Lock::Timeout=300',
    ...args,
  ];
  return runBehind(command, rest, { what: `apt-get ${args[0]}`, hint: 'Once it has worked, everything runs offline.' });
}

const elsewhere = `Install these by hand and try again:
    Fedora, RHEL    mariadb-server-galera rsync
    Arch            mariadb galera rsync
    openSUSE        mariadb mariadb-galera rsync
    macOS           Homebrew's mariadb has no Galera: use Linux, or a Linux virtual machine`;
