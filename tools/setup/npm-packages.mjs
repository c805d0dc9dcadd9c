/** Installs the packages of package-lock.json when those in node_modules are others. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runBehind } from './child.mjs';

export async function ensureNpmPackages(root, say) {
  if (arePackagesCurrent(root)) return;
  say('Installing the packages of package-lock.json …');
  await runBehind('npm', ['ci', '--include=dev', '--no-audit', '--no-fund'], {
    cwd: root,
    what: 'npm ci',
    hint: 'It needs the npm registry. Once it has worked, everything runs offline.',
  });
}

/** Compares contents, not file times: a branch switched there and back must not need the network. */
export function arePackagesCurrent(root) {
  const installedFile = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const wanted = packagesIn(join(root, 'package-lock.json'));
  const installed = packagesIn(installedFile);
  return Object.entries(wanted).every(([path, entry]) => {
    // Optional ones may belong to another platform.
    if (path === '' || (entry.optional === true && installed[path] === undefined)) return true;
    return installed[path]?.version === entry.version && existsSync(join(root, path, 'package.json'));
  });
}

function packagesIn(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}
