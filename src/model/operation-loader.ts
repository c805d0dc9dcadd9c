/** The port through which a scenario's own operations are brought in: whoever reads scenarios neither compiles nor runs anything. */
import type { OperationKind } from './operation.js';
import type { Catalog } from './registry.js';
import type { Scenario } from './scenario.js';

export interface OperationLoader {
  /** Compiles the file at `path`, which the scenario calls `file`, and runs it for what it exports. Rejects only where nobody could expect it. */
  load(path: string, file: string): Promise<LoadedOperation>;
  /** Draws from the scenario's own operations, all of which are in the catalog; what is wrong with each. */
  tryOut(scenario: Scenario, catalog: Catalog): Promise<readonly TrialProblem[]>;
}

export type LoadedOperation =
  | { readonly operation: OperationKind; readonly problems?: undefined }
  | { readonly operation: null; readonly problems: readonly LoadProblem[] };

export interface LoadProblem {
  /** Goes on from "FILE cannot be used: ". */
  readonly message: string;
  /** A whole sentence; null where the message says it all. */
  readonly hint: string | null;
  /** In the file itself, or in one that it imports; left out where it is about the whole. */
  readonly place?: {
    readonly path: string;
    /** From 1. */
    readonly line: number;
    /** In bytes, from 0. */
    readonly column: number;
    readonly length: number;
  };
}

export interface TrialProblem {
  readonly kind: string;
  /** A whole sentence. */
  readonly message: string;
  readonly hint: string;
}
