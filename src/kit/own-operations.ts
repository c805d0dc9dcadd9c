/** Operations that a scenario brings with it, in a catalog beside the built-in ones. */
import { ToolError } from './error.js';
import { createRegistry } from './registry.js';
import type { OperationKind } from '../model/operation.js';
import type { Catalog, Registry } from '../model/registry.js';
import type { Scenario } from '../model/scenario.js';

/** What an operation of that kind gave cannot be used. */
export class OperationRefusal extends ToolError {
  readonly kind: string;

  constructor(kind: string, message: string, hint: string) {
    super('invalidScenario', message, hint);
    this.kind = kind;
  }
}

/** The same catalog with these, too. One of the same kind takes the place of the one that was there. */
export function withOperations(catalog: Catalog, own: readonly OperationKind[]): Catalog {
  if (own.length === 0) return catalog;
  const all = [...catalog.operations.all, ...own].map((operation) => [operation.kind, operation] as const);
  return { ...catalog, operations: createRegistry<OperationKind>(Object.fromEntries(all)) };
}

/** Throws a ToolError when an operation of the scenario is not there as it was then: with another one, other contents would be drawn. */
export function makeSureTheyAreThere({ operations = [] }: Scenario, registry: Registry<OperationKind>): void {
  const missing = operations.filter(
    ({ kind, sha256 }) => !registry.has(kind) || registry.get(kind).origin?.sha256 !== sha256,
  );
  if (missing.length === 0) return;
  const names = missing.map(({ kind, file }) => `${kind} (${file})`).join(', ');
  const message = `The scenario brings operations of its own, which are not there as they were: ${names}.`;
  throw new ToolError('guardRefused', message, 'Take them from the folder of the run, or from the scenario file.');
}
