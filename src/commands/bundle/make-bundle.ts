/** Puts a run or a study into a bundle: copied aside, described, summed up, and only then moved to its place. */
import { copyFile, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { printJson } from '../../kit/print-json.js';
import { ToolError } from '../../kit/error.js';
import { isArchive, packFolder } from '../../host/tar.js';
import { exitCodes } from '../../model/exit-code.js';
import type { Catalog } from '../../model/registry.js';
import type { Scenario } from '../../model/scenario.js';
import { storedHeader } from '../run-folder.js';
import type { Leave } from '../stored-operations.js';
import { toolVersion } from '../tool-version.js';
import {
  bundleReadme,
  bundleVersion,
  descriptionFile,
  evidenceFolder,
  type BundleDescription,
} from './bundle-description.js';
import { hashFile, hashText } from './hash-file.js';
import { judgeAgain } from './judge-again.js';
import { manifestFile, printManifest } from './manifest.js';
import type { VerifiedBundle } from './verify-bundle.js';

export interface BundleWish {
  /** Of the run or the study. */
  readonly directory: string;
  readonly files: readonly string[];
  /** Of its runs, from `directory`; "" for a run itself. */
  readonly runFolders: readonly string[];
  readonly holds: BundleDescription['holds'];
  readonly scenario: Scenario;
  readonly madeAt: string;
  /** A folder that is not there yet, or an archive. */
  readonly target: string;
  readonly leave?: Leave;
}

/** Where anything goes wrong, nothing is left. Rejects with a ToolError where a record is not what this version makes of a journal of its own. */
export async function makeBundle(wish: BundleWish, catalog: Catalog): Promise<VerifiedBundle> {
  const { target } = wish;
  const parent = dirname(target);
  await mkdir(parent, { recursive: true });
  const aside = await mkdtemp(join(parent, '.bundle-'));
  try {
    const name = basename(target).replace(/\.(?:tar\.gz|tgz)$/u, '');
    const bundle = join(aside, name);
    await mkdir(bundle);
    const made = await fill(bundle, wish, catalog);
    if (isArchive(target)) {
      const packed = join(aside, 'packed');
      await packFolder(aside, name, packed);
      await rename(packed, target);
    } else await rename(bundle, target);
    return made;
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

async function fill(bundle: string, wish: BundleWish, catalog: Catalog): Promise<VerifiedBundle> {
  const written: string[] = [];
  const place = async (path: string): Promise<string> => {
    written.push(path);
    await mkdir(dirname(join(bundle, path)), { recursive: true });
    return join(bundle, path);
  };
  const write = async (path: string, text: string): Promise<void> => writeFile(await place(path), text);
  for (const file of wish.files) await copyFile(join(wish.directory, file), await place(`${evidenceFolder}/${file}`));
  const folders = wish.runFolders.map((folder) => (folder === '' ? evidenceFolder : `${evidenceFolder}/${folder}`));
  const { runs, otherwise, forged } = await judgeAgain(
    bundle,
    { folders, isOwn: true, leave: wish.leave ?? {} },
    catalog,
  );
  if (forged.length > 0) throw notOfJournal(forged);
  const environments: unknown[] = [];
  for (const folder of folders) {
    const { runId, plan, environment } = storedHeader(join(bundle, folder));
    await write(`plans/${basename(folder)}.json`, printJson(plan));
    environments.push({ run: runId, folder, ...environment });
  }
  const { holds, scenario, madeAt } = wish;
  const description = { version: bundleVersion, toolVersion, madeAt, holds, scenario: scenario.name, runs, otherwise };
  await write('scenario.json', printJson(scenario));
  await write('environment.json', printJson(environments));
  await write(descriptionFile, printJson(description));
  await write('README.txt', bundleReadme(description));
  const entries = [];
  for (const path of written) entries.push({ path, sha256: await hashFile(join(bundle, path)) });
  const manifest = printManifest(entries);
  await writeFile(join(bundle, manifestFile), manifest);
  const exitCode = otherwise.length === 0 ? exitCodes.pass : exitCodes.inconclusive;
  return { files: entries.length, digest: hashText(manifest), description, tampered: [], otherwise, exitCode };
}

/** A record that was judged by other gates, too. */
function notOfJournal(forged: readonly string[]): ToolError {
  const hint = 'Judge each such run anew, by its own gates (paystorm report RUN), then bundle it.';
  return new ToolError('guardRefused', forged.join('\n'), hint);
}
