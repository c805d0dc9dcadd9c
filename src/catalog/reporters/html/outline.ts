/** Prints plain data as an indented outline that reads like YAML. For eyes only: nothing parses it. */

const depthMax = 12;

export function outline(value: unknown, depth = 0): string {
  if (typeof value !== 'object' || value === null || depth > depthMax) return scalar(value);
  const entries = Array.isArray(value)
    ? value.map((item: unknown) => ['-', item] as const)
    : Object.entries(value).map(([key, item]) => [`${key}:`, item as unknown] as const);
  const indent = '  '.repeat(depth);
  const lines = entries.map(([head, item]) => {
    if (isEmpty(item)) return `${indent}${head} ${Array.isArray(item) ? '[]' : '{}'}`;
    if (typeof item !== 'object' || item === null) return `${indent}${head} ${scalar(item)}`;
    if (head === '-') return `${indent}- ${outline(item, depth + 1).trimStart()}`;
    return `${indent}${head}\n${outline(item, depth + 1)}`;
  });
  return lines.join('\n');
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

function scalar(value: unknown): string {
  if (typeof value === 'string') return /^[A-Za-z][\w .,;/()-]*$/.test(value) ? value : JSON.stringify(value);
  return JSON.stringify(value) ?? 'null';
}
