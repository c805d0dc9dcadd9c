/** Looks once more for secrets before evidence leaves the house: files of earlier versions may hold some that this one would not write. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson } from '../../kit/canonical-json.js';
import { ToolError } from '../../kit/error.js';
import { redactSecrets, redactText } from '../../kit/redact.js';

/** Columns of numbers, and pages whose text stands in the HTML beside them. */
const noText = /\.(?:bin|pdf)$/u;

/** `files` of a folder: every text in them must be as it would be written today. Throws a ToolError that names all that are not. */
export async function refuseSecrets(directory: string, files: readonly string[]): Promise<void> {
  const found: string[] = [];
  for (const file of files.filter((each) => !noText.test(each))) {
    const at = secretIn(file, await readFile(join(directory, file), 'utf8'));
    if (at !== null) found.push(at === 0 ? file : `${file} in line ${at}`);
  }
  if (found.length === 0) return;
  const message = `What looks like a secret in clear stands in ${found.join(', ')}.`;
  const hint = 'An earlier version of paystorm wrote it. Rehearse again with this one, and bundle that run.';
  throw new ToolError('guardRefused', message, hint);
}

/** The line, from 1; 0 where it is not of a certain line, and null where there is none. */
function secretIn(file: string, text: string): number | null {
  if (file.endsWith('.json')) return holdsSecret(text) ? 0 : null;
  const lines = text.split('\n');
  const at = lines.findIndex(file.endsWith('.ndjson') ? holdsSecret : isRedacted);
  if (at !== -1) return at + 1;
  return !file.endsWith('.ndjson') && isRedacted(text) ? 0 : null;
}

function isRedacted(text: string): boolean {
  return redactText(text) !== text;
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
