/** Checks a bundle: its manifest, every file, and that the verdict of each run stands in its journal. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../../kit/error.js';
import { exitCodes, type ExitCode } from '../../model/exit-code.js';
import type { Catalog } from '../../model/registry.js';
import { toolVersion } from '../tool-version.js';
import { descriptionFile, type BundleDescription } from './bundle-description.js';
import { checkFiles } from './check-files.js';
import { differences } from './differences.js';
import { judgeAgain } from './judge-again.js';
import { isInside } from './manifest.js';

export interface VerifiedBundle {
  readonly files: number;
  readonly digest: string | null;
  /** Null when it cannot be read, or was not trusted. */
  readonly description: BundleDescription | null;
  /** What was changed, added or taken away. */
  readonly tampered: readonly string[];
  /** What is judged otherwise; nothing is judged in a bundle that was changed. */
  readonly otherwise: readonly string[];
  readonly exitCode: ExitCode;
}

/** `digest`: of the manifest, as it was noted elsewhere; null when nobody did. */
export async function verifyBundle(bundle: string, digest: string | null, catalog: Catalog): Promise<VerifiedBundle> {
  const { files, digest: found, problems } = await checkFiles(bundle);
  const isOther = digest !== null && found !== null && found !== digest.toLowerCase();
  const tampered = [...(isOther ? [`The manifest has the SHA-256 ${found}, and not ${digest}.`] : []), ...problems];
  const described = { files, digest: found, description: null, tampered, otherwise: [] };
  if (tampered.length > 0) return { ...described, exitCode: exitCodes.guardRefused };
  try {
    const description = JSON.parse(await readFile(join(bundle, descriptionFile), 'utf8')) as BundleDescription;
    const otherwise = await comparison(bundle, description, catalog);
    return { ...described, description, otherwise, exitCode: endOf(otherwise, description) };
  } catch (error) {
    const unreadable = `${descriptionFile} cannot be read: ${messageOf(error)}`;
    return { ...described, tampered: [unreadable], exitCode: exitCodes.guardRefused };
  }
}

async function comparison(
  bundle: string,
  description: BundleDescription,
  catalog: Catalog,
): Promise<readonly string[]> {
  const folders = description.runs.map(({ folder }) => folder);
  const outside = folders.filter((folder) => !isInside(folder));
  if (folders.length === 0) return [`${descriptionFile} names no run, so nothing was judged.`];
  if (outside.length > 0) {
    return outside.map(
      (folder) => `${descriptionFile} names ${JSON.stringify(folder)}, which is no folder inside the bundle.`,
    );
  }
  const { runs, otherwise } = await judgeAgain(bundle, folders, catalog);
  const found = differences(description.runs, runs);
  if (found.length === 0 || otherwise.length > 0) return otherwise;
  return [`${descriptionFile} says otherwise of its runs: ${found.join(', ')}.`];
}

/** By the same instrument the same journal gives the same record, or somebody changed it and the manifest with it. Another one may have learned since, and what was known when the bundle was made is no news. */
function endOf(otherwise: readonly string[], description: BundleDescription): ExitCode {
  if (otherwise.length === 0) return exitCodes.pass;
  const isKnown = differences(description.otherwise, otherwise).length === 0;
  return description.toolVersion === toolVersion && !isKnown ? exitCodes.guardRefused : exitCodes.inconclusive;
}
