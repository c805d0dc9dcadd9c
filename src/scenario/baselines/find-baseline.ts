/** Finds a baseline by its name. Read at once, because gates are checked in one go, and they name few. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { closestWord } from '../../kit/did-you-mean.js';
import { messageOf } from '../../kit/error.js';
import type { Baseline } from '../../model/sample.js';
import { readBaselineText } from './baseline-file.js';

export type FoundBaseline =
  | { readonly ok: true; readonly baseline: Baseline; readonly file: string }
  | { readonly ok: false; readonly message: string; readonly remedy: string };

export function findBaseline(name: string, folder: string): FoundBaseline {
  const file = baselinePath(name, folder);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    const known = baselineNames(folder);
    const meant = closestWord(name, known);
    const others = known.length === 0 ? `There is none in ${folder}/ yet.` : `Saved so far: ${known.join(', ')}.`;
    const remedy =
      meant === null ? `${others} Save it with paystorm baseline save ${name}.` : `Did you mean "${meant}"?`;
    return { ok: false, message: `There is no baseline "${name}" in ${folder}/.`, remedy };
  }
  try {
    return { ok: true, baseline: readBaselineText(text), file };
  } catch (error) {
    const message = `${join(folder, `${name}.json`)} is not a baseline that this version can read: ${messageOf(error)}.`;
    return { ok: false, message, remedy: `Save it anew with paystorm baseline save ${name}.` };
  }
}

export function baselinePath(name: string, folder: string): string {
  return resolve(folder, `${name}.json`);
}

/** In order; none where the folder is not there. */
export function baselineNames(folder: string): readonly string[] {
  try {
    const files = readdirSync(resolve(folder)).filter((file) => file.endsWith('.json'));
    return files.map((file) => file.slice(0, -'.json'.length)).sort();
  } catch {
    return [];
  }
}
