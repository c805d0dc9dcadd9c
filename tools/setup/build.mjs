/** Compiles src into dist, and knows from a fingerprint of the sources whether that is needed at all. */
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { runBehind } from './child.mjs';

const compiled = /(?:\.d\.ts|\.js\.map|\.js)$/u;

export async function ensureBuild(root, say) {
  if (isBuildCurrent(root)) return;
  say('Compiling …');
  await build(root);
}

export async function build(root) {
  // Taken before compiling: a source changed meanwhile then counts as not built.
  const fingerprint = fingerprintOf(root);
  rmSync(stampOf(root), { force: true });
  await runNode(root, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'], 'The compilation');
  await runNode(root, ['tools/bundle-report.mjs'], "Bundling the report's script");
  removeOrphans(root);
  await runNode(root, ['tools/bundle-programs.mjs'], 'Bundling the programs');
  chmodSync(join(root, 'dist', 'main.js'), 0o755);
  stampBuild(root, fingerprint);
}

/** Says of the build that it was made from the sources with this fingerprint. */
export function stampBuild(root, fingerprint = fingerprintOf(root)) {
  writeFileSync(stampOf(root), `${fingerprint}\n`);
}

export function isBuildCurrent(root) {
  const stamp = stampOf(root);
  return existsSync(stamp) && readFileSync(stamp, 'utf8').trim() === fingerprintOf(root);
}

function runNode(root, args, what) {
  return runBehind(process.execPath, args, { cwd: root, what });
}

function stampOf(root) {
  return join(root, 'dist', '.sources');
}

/** Names and contents of everything the build reads. */
function fingerprintOf(root) {
  const hash = createHash('sha256');
  const sources = filesIn(join(root, 'src')).map((path) => join('src', path));
  const tools = ['bundle-programs.mjs', 'bundle-report.mjs'].map((name) => join('tools', name));
  for (const path of [...sources, 'tsconfig.json', 'package-lock.json', ...tools]) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0');
  }
  return hash.digest('hex');
}

/** What an earlier build left of sources that are gone. */
function removeOrphans(root) {
  for (const path of filesIn(join(root, 'dist'))) {
    const isOurs = compiled.test(path) && !path.startsWith(`report${sep}`);
    if (isOurs && !existsSync(join(root, 'src', path.replace(compiled, '.ts')))) rmSync(join(root, 'dist', path));
  }
}

/** Relative paths, sorted. */
function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}
