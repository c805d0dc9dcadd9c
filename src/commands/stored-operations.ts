/** Operations that a stored run was played with: its folder keeps them, and they are run again only with the user's leave. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isKnownCode } from '../host/known-code.js';
import { operationsFolder } from '../journal/run-directory.js';
import { ToolError } from '../kit/error.js';
import { withOperations } from '../kit/own-operations.js';
import type { Catalog } from '../model/registry.js';
import { storedHeader } from './run-folder.js';

export const allowStoredOption = {
  type: 'boolean',
  describe: 'Allow the operations of its own that the run brings with it, though they were never run on this machine',
} as const;

/** Whoever may run what a folder holds. */
export interface Leave {
  readonly allowExec?: boolean | undefined;
}

/** The folder holds code that nobody has allowed. */
export class StrangeCode extends ToolError {}

/** The catalog with the operations that the run in the folder brings with it. Rejects with StrangeCode before any of them runs that was not run here before, unless it is allowed. */
export async function catalogOfRun(directory: string, catalog: Catalog, { allowExec }: Leave): Promise<Catalog> {
  // Most runs bring none, and their journals are long.
  if (!existsSync(join(directory, operationsFolder))) return catalog;
  const own = storedHeader(directory).plan.scenario.operations ?? [];
  if (own.length === 0) return catalog;
  const strange = [];
  for (const { kind, sha256 } of own) if (!(await isKnownCode(sha256))) strange.push(`  ${kind}  SHA-256 ${sha256}`);
  if (strange.length > 0 && allowExec !== true) {
    const message = `The run brings operations of its own, which were never run on this machine:\n${strange.join('\n')}`;
    const hint = `None was run. Read them in ${join(directory, operationsFolder)}; to allow them, add --allow-exec.`;
    throw new StrangeCode('guardRefused', message, hint);
  }
  const { keptOperations } = await import('../own-operations/kept-operations.js');
  return withOperations(catalog, keptOperations(directory, own));
}
