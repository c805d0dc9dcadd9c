/** Compiled operations in the folder of a run: what threads draw from while it goes on, and `verify` when the source has changed or is gone. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf, ToolError } from '../kit/error.js';
import type { OperationKind } from '../model/operation.js';
import type { OwnOperation } from '../model/scenario.js';
import { operationFile, operationsFolder } from '../journal/run-directory.js';
import { evaluateOperation } from './load-operation.js';

export function keepOperations(directory: string, operations: readonly OperationKind[]): void {
  const own = operations.flatMap(({ kind, origin }) => (origin === undefined ? [] : [{ kind, text: origin.text }]));
  if (own.length > 0) mkdirSync(join(directory, operationsFolder), { recursive: true });
  for (const { kind, text } of own) writeFileSync(join(directory, operationFile(kind)), text);
}

/** Throws a ToolError for each that is missing, changed, or does not run. It runs what it reads. */
export function keptOperations(directory: string, own: readonly OwnOperation[]): readonly OperationKind[] {
  return own.map(({ kind, file, sha256 }) => {
    // What stands in a folder may be anybody's.
    if (!/^[a-z0-9-]+$/u.test(kind)) throw new ToolError('guardRefused', `"${kind}" is no name of an operation.`, gone);
    const text = readKept(join(directory, operationFile(kind)), sha256);
    const { operation, problems } = evaluateOperation({ file, sha256, text });
    if (operation?.kind === kind) return operation;
    const words = problems?.map(({ message }) => message).join('; ') ?? `it is called "${operation?.kind}"`;
    throw new ToolError('setupFailed', `${operationFile(kind)} of ${directory} cannot be used: ${words}.`, gone);
  });
}

const gone = 'Without the operation as it was, nobody knows what the payments of this run should look like.';

function readKept(path: string, sha256: string): string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new ToolError('setupFailed', `${path} cannot be read: ${messageOf(cause)}.`, gone, { cause });
  }
  const found = createHash('sha256').update(text).digest('hex');
  if (found === sha256) return text;
  throw new ToolError('guardRefused', `${path} is not what the run was played with: its SHA-256 is another.`, gone);
}
