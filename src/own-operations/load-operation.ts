/** From the file of an operation, or from the text that it was compiled to, to an operation of the catalog. */
import type { OperationOrigin } from '../model/operation.js';
import type { LoadedOperation } from '../model/operation-loader.js';
import { compileOperation } from './compile-operation.js';
import { runFenced, tellThrown } from './fence.js';
import { ownOperation } from './own-operation.js';
import { readDefinition } from './read-definition.js';

/** `path` is where it lies, `file` what the scenario calls it. */
export async function loadOperation(path: string, file: string): Promise<LoadedOperation> {
  const compiled = await compileOperation(path);
  return 'text' in compiled ? evaluateOperation({ file, ...compiled }) : { operation: null, problems: compiled };
}

export function evaluateOperation(origin: OperationOrigin): LoadedOperation {
  let exported: unknown;
  try {
    exported = runFenced(origin.text, origin.file);
  } catch (thrown) {
    const { message, hint } = tellThrown(thrown, origin);
    return { operation: null, problems: [{ message: `it fails when it is loaded: ${message}`, hint }] };
  }
  const definition = readDefinition(exported);
  if (!('kind' in definition)) return { operation: null, problems: definition };
  return { operation: ownOperation(definition, origin) };
}
