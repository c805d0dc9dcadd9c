/** The port of a reporter: a pure function from a run record to the text of one artefact. */
import type { RunRecord } from './run-record.js';

export interface ReporterKind {
  readonly kind: string;
  readonly summary: string;
  /** File name inside the run's folder; null for the terminal. */
  readonly file: string | null;
  render(record: RunRecord, options: RenderOptions): string;
}

export interface RenderOptions {
  readonly hasColor: boolean;
  readonly columns: number;
  /** Folder of the run as the user can open it, for the terminal summary. */
  readonly directory: string;
  /** File beside the others that the page was printed to, when it was. */
  readonly printed?: string;
  /** How the command ends, when not as the record says, because files of the run could not be written. */
  readonly unwritten?: { readonly exitCode: number; readonly files: readonly string[] };
}
