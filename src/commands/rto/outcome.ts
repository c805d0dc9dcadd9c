/** What a study prints at its end: a summary for people, the record or one line for scripts. */
import type { RtoRecord } from '../../model/rto.js';
import type { OutputArgs } from '../write-reports.js';
import { terminalSummary, type SummaryOptions } from './terminal-summary.js';

export function outcomeOf(record: RtoRecord, { json, quiet }: OutputArgs, shown: SummaryOptions): string {
  if (json === true) return `${JSON.stringify(record, null, 2)}\n`;
  if (quiet === true) return `${record.findings.verdict} ${record.findings.exitCode} ${shown.directory}\n`;
  return `\n${terminalSummary(record, shown)}`;
}
