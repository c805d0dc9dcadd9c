/** Checks a bundle: its manifest, every file, and that the verdict of each run stands in its journal. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../../kit/error.js';
import { exitCodes, type ExitCode } from '../../model/exit-code.js';
import type { Catalog } from '../../model/registry.js';
import { StrangeCode, type Leave } from '../stored-operations.js';
import { toolVersion } from '../tool-version.js';
import { descriptionFile, type BundleDescription } from './bundle-description.js';
import { checkFiles } from './check-files.js';
import { differences } from './differences.js';
import { judgeAgain, type JudgedAgain } from './judge-again.js';
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

/** How a bundle is looked at. */
export interface BundleCheck {
  readonly catalog: Catalog;
  readonly leave: Leave;
}

/** `digest`: of the manifest, as it was noted elsewhere; null when nobody did. Rejects with StrangeCode where a run brings code that nobody has allowed. */
export async function verifyBundle(bundle: string, digest: string | null, check: BundleCheck): Promise<VerifiedBundle> {
  const { files, digest: found, problems } = await checkFiles(bundle);
  const isOther = digest !== null && found !== null && found !== digest.toLowerCase();
  const tampered = [...(isOther ? [`The manifest has the SHA-256 ${found}, and not ${digest}.`] : []), ...problems];
  const described = { files, digest: found, description: null, tampered, otherwise: [] };
  if (tampered.length > 0) return { ...described, exitCode: exitCodes.guardRefused };
  try {
    const description = JSON.parse(await readFile(join(bundle, descriptionFile), 'utf8')) as BundleDescription;
    const compared = await comparison(bundle, description, check);
    const { otherwise } = compared;
    return { ...described, description, otherwise, exitCode: endOf(compared, description) };
  } catch (error) {
    if (error instanceof StrangeCode) throw error;
    const unreadable = `${descriptionFile} cannot be read: ${messageOf(error)}`;
    return { ...described, tampered: [unreadable], exitCode: exitCodes.guardRefused };
  }
}

async function comparison(
  bundle: string,
  description: BundleDescription,
  { catalog, leave }: BundleCheck,
): Promise<Compared> {
  const folders = description.runs.map(({ folder }) => folder);
  const outside = folders.filter((folder) => !isInside(folder));
  if (folders.length === 0) return forgedOnly([`${descriptionFile} names no run, so nothing was judged.`]);
  if (outside.length > 0) {
    return forgedOnly(
      outside.map(
        (folder) => `${descriptionFile} names ${JSON.stringify(folder)}, which is no folder inside the bundle.`,
      ),
    );
  }
  const isOwn = description.toolVersion === toolVersion;
  const { runs, otherwise, forged } = await judgeAgain(bundle, { folders, isOwn, leave }, catalog);
  const found = differences(description.runs, runs, isOwn);
  if (found.length === 0 || otherwise.length > 0) return { otherwise, forged };
  return forgedOnly([`${descriptionFile} says otherwise of its runs: ${found.join(', ')}.`]);
}

type Compared = Pick<JudgedAgain, 'otherwise' | 'forged'>;

function forgedOnly(sentences: readonly string[]): Compared {
  return { otherwise: sentences, forged: sentences };
}

/**
 * By the same instrument the same journal gives the same record, or somebody changed it and the manifest with it. Another one may have learned since. What the bundle says was
 * known when it was made is believed only of runs that another version played, because nothing of this one's can have been known: no such bundle is made.
 */
function endOf({ otherwise, forged }: Compared, description: BundleDescription): ExitCode {
  if (otherwise.length === 0) return exitCodes.pass;
  if (description.toolVersion !== toolVersion) return exitCodes.inconclusive;
  const isKnown = forged.length === 0 && differences(description.otherwise, otherwise, true).length === 0;
  return isKnown ? exitCodes.inconclusive : exitCodes.guardRefused;
}
