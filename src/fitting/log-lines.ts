/** The two ways in which logs of counts are written, CSV and one JSON object per line, as one: named fields of a line. */

export interface LineReader {
  /** Names of the fields; of JSON those of the first line. */
  readonly names: readonly string[];
  /** The line's fields, or what is wrong with it as a phrase. */
  read(line: string): Readonly<Record<string, string>> | string;
}

/** Decided by the first line that is not empty. `isHead`: it names the columns and is no line of its own. */
export function createLineReader(first: string): { readonly reader: LineReader; readonly isHead: boolean } {
  if (first.trimStart().startsWith('{')) {
    const fields = readJson(first);
    const names = typeof fields === 'string' ? [] : Object.keys(fields);
    return { reader: { names, read: readJson }, isHead: false };
  }
  const separator = [',', ';', '\t'].find((each) => first.includes(each)) ?? ',';
  const names = fieldsOf(first.replace(/^\u{FEFF}/u, ''), separator);
  return { reader: { names, read: (line) => readCsv(line, separator, names) }, isHead: true };
}

function readCsv(line: string, separator: string, names: readonly string[]): Readonly<Record<string, string>> | string {
  const fields = fieldsOf(line, separator);
  if (fields.length !== names.length) return `${fields.length} fields, where the head has ${names.length}`;
  return Object.fromEntries(names.map((name, index) => [name, fields[index] as string]));
}

/** Numbers and times hold no separators, so that quotes only have to be taken off. */
function fieldsOf(line: string, separator: string): readonly string[] {
  return line.split(separator).map((field) => field.trim().replace(/^"(.*)"$/u, '$1'));
}

function readJson(line: string): Readonly<Record<string, string>> | string {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'no JSON object';
    const fields = Object.entries(value).filter(([, field]) => typeof field === 'string' || typeof field === 'number');
    return Object.fromEntries(fields.map(([name, field]) => [name, String(field)]));
  } catch {
    return 'no JSON object';
  }
}
