/** What a study prints at its end: a summary for people, the record or one line for scripts. */
import { printJson } from '../../kit/print-json.js';
import type { Verdict } from '../../model/verdict.js';
import type { OutputArgs } from '../write-reports.js';
import type { SummaryOptions } from './summary-page.js';

interface Concluded {
  readonly findings: { readonly verdict: Verdict; readonly exitCode: number };
}

export interface Printed<Stored extends Concluded> {
  readonly record: Stored;
  readonly summary: (record: Stored, shown: SummaryOptions) => string;
}

export function studyOutcome<Stored extends Concluded>(
  { record, summary }: Printed<Stored>,
  { json, quiet }: OutputArgs,
  shown: SummaryOptions,
): string {
  if (json === true) return printJson(record);
  if (quiet === true) return `${record.findings.verdict} ${record.findings.exitCode} ${shown.directory}\n`;
  return `\n${summary(record, shown)}`;
}
