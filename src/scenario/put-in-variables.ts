/** Puts environment variables in: ${VAR}, ${VAR:-default} and ${VAR:?message}; $${ stands for a literal ${. */
import { problemAt, type ScenarioProblem } from './problem.js';
import type { Place, SourceNode, SourceScalar } from './source.js';
import { typePlain } from './type-plain.js';

const reference = /\$?\$\{([^}]*)\}/gu;
const inside = /^([A-Za-z_]\w*)(?::([-?])(.*))?$/su;

export interface Variables {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly report: (problem: ScenarioProblem) => void;
}

/** A value never changes the structure: it is put into the scalar after the file was read. */
export function putInVariables(node: SourceNode, variables: Variables): SourceNode {
  switch (node.kind) {
    case 'scalar':
      return typeof node.value === 'string' && node.value.includes('${') ? resolve(node, node.value, variables) : node;
    case 'list':
      return { ...node, items: node.items.map((item) => putInVariables(item, variables)) };
    case 'map': {
      const entries = [...node.entries].map(([key, entry]) => {
        return [key, { ...entry, value: putInVariables(entry.value, variables) }] as const;
      });
      return { ...node, entries: new Map(entries) };
    }
    default:
      return node satisfies never;
  }
}

function resolve(node: SourceScalar, text: string, variables: Variables): SourceScalar {
  let isSecret = false;
  const resolved = text.replaceAll(reference, (whole: string, content: string) => {
    if (whole.startsWith('$$')) return whole.slice(1);
    const value = valueOf(content, variables, partOf(node.place, whole));
    if (value.isFromEnvironment) isSecret = true;
    return value.text;
  });
  return { ...node, value: node.isPlain ? typePlain(resolved) : resolved, isSecret };
}

function valueOf(
  content: string,
  { environment, report }: Variables,
  place: Place,
): { readonly text: string; readonly isFromEnvironment: boolean } {
  const [, name, operator, rest = ''] = inside.exec(content) ?? [];
  const absent = { text: '', isFromEnvironment: false };
  if (name === undefined) {
    const message = `"\${${content}}" does not name an environment variable.`;
    report(problemAt(place, { message, expected: '${VAR}, ${VAR:-default} or ${VAR:?message}' }));
    return absent;
  }
  const value = environment[name];
  if (value !== undefined && (value !== '' || operator === undefined)) return { text: value, isFromEnvironment: true };
  if (operator === '-') return { text: rest, isFromEnvironment: false };
  const message =
    rest === '' ? `The environment variable ${name} is not set.` : `${name}: ${rest.replace(/\.?$/u, '.')}`;
  report(problemAt(place, { message, remedy: `Set ${name}, or give a default: \${${name}:-default}.` }));
  return absent;
}

function partOf(place: Place, text: string): Place {
  const start = place.file.text.indexOf(text, place.start);
  return start === -1 || start >= place.end ? place : { ...place, start, end: start + text.length };
}
