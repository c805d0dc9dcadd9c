/** Looks once more for secrets before evidence leaves the house: journals of earlier versions may hold some that this one would not write. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson } from '../../kit/canonical-json.js';
import { ToolError } from '../../kit/error.js';
import { redactSecrets } from '../../kit/redact.js';

/** `files` of a folder: each line of `.ndjson` and the whole of `.json` must be as they would be written today. Throws a ToolError that names all that are not. */
export async function refuseSecrets(directory: string, files: readonly string[]): Promise<void> {
  const found: string[] = [];
  for (const file of files) {
    const texts = await jsonTexts(join(directory, file));
    const at = texts.findIndex(holdsSecret);
    if (at !== -1) found.push(texts.length === 1 ? file : `${file} in line ${at + 1}`);
  }
  if (found.length === 0) return;
  const message = `What looks like a secret in clear stands in ${found.join(', ')}.`;
  const hint = 'An earlier version of paystorm wrote it. Rehearse again with this one, and bundle that run.';
  throw new ToolError('guardRefused', message, hint);
}

async function jsonTexts(path: string): Promise<readonly string[]> {
  if (path.endsWith('.ndjson')) return (await readFile(path, 'utf8')).split('\n');
  return path.endsWith('.json') ? [await readFile(path, 'utf8')] : [];
}

function holdsSecret(text: string): boolean {
  const value = parsed(text);
  return canonicalJson(value) !== canonicalJson(redactSecrets(value));
}

/** A last line that was cut is text like any other. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
