/** The run record as JSON for other tools: indented, with keys in a stable order, so that two runs can be compared line by line. */
import type { ReporterKind } from '../../model/reporter.js';

export const json: ReporterKind = {
  kind: 'json',
  summary: 'The whole run record as versioned JSON, for other tools and for comparing runs.',
  file: 'record.json',
  render: (record) => `${writeValue(record, '')}\n`,
};

/** Names that lead the record, because a person who opens the file looks for them first. */
const leadingKeys = ['version', 'toolVersion', 'runId', 'startedAt', 'verdict', 'exitCode', 'reasons', 'answers'];

/** Long number columns stay on one line each: a series of an hour would otherwise fill a hundred thousand lines. */
function writeValue(value: unknown, indent: string): string {
  if (Array.isArray(value)) return writeList(value, indent);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const inner = `${indent}  `;
  const lines = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([left], [right]) => compareKeys(left, right))
    .map(([key, member]) => `${inner}${JSON.stringify(key)}: ${writeValue(member, inner)}`);
  return lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n${indent}}`;
}

function writeList(list: readonly unknown[], indent: string): string {
  if (list.every((item) => item === null || typeof item === 'number')) return JSON.stringify(list);
  const inner = `${indent}  `;
  return `[\n${list.map((item) => `${inner}${writeValue(item, inner)}`).join(',\n')}\n${indent}]`;
}

function compareKeys(left: string, right: string): number {
  return rank(left) - rank(right) || (left < right ? -1 : 1);
}

function rank(key: string): number {
  return leadingKeys.includes(key) ? leadingKeys.indexOf(key) : leadingKeys.length;
}
