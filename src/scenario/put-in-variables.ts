/** Puts environment variables in: ${VAR}, ${VAR:-default} and ${VAR:?message}; $${ stands for a literal ${. */
import { lookUp, replaceReferences, type Environment } from '../kit/references.js';
import { problemAt, type ScenarioProblem } from './problem.js';
import type { Place, SourceNode, SourceScalar } from './source.js';
import { typePlain } from './type-plain.js';

export interface Variables {
  readonly environment: Environment;
  readonly report: (problem: ScenarioProblem) => void;
  /** What stays as it is written: its variables are put in when it is used. */
  readonly kept?: ReadonlySet<SourceNode>;
  /** Whether the variables of what is kept must be there already. */
  readonly areKeptNeeded?: boolean;
  /** Told the scalar in which a variable is missing. */
  readonly onUnset?: (place: Place) => void;
}

/** A value never changes the structure: it is put into the scalar after the file was read. */
export function putInVariables(node: SourceNode, variables: Variables): SourceNode {
  if (variables.kept?.has(node) === true) {
    const { kept: _kept, ...needed } = variables;
    if (variables.areKeptNeeded !== false) putInVariables(node, needed);
    return node;
  }
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
  const resolved = replaceReferences(text, (content, whole) => {
    const value = valueOf(content, variables, partOf(node.place, whole));
    if (value.isUnset) variables.onUnset?.(node.place);
    if (value.isFromEnvironment) isSecret = true;
    return value.text;
  });
  return { ...node, value: node.isPlain ? typePlain(resolved) : resolved, isSecret };
}

function valueOf(
  content: string,
  { environment, report }: Variables,
  place: Place,
): { readonly text: string; readonly isFromEnvironment: boolean; readonly isUnset: boolean } {
  const referred = lookUp(content, environment);
  const absent = { text: '', isFromEnvironment: false, isUnset: true };
  switch (referred.kind) {
    case 'value':
      return { ...referred, isUnset: false };
    case 'nameless': {
      const message = `"\${${content}}" does not name an environment variable.`;
      report(problemAt(place, { message, expected: '${VAR}, ${VAR:-default} or ${VAR:?message}' }));
      return absent;
    }
    case 'unset': {
      const { name, message: rest } = referred;
      const message =
        rest === '' ? `The environment variable ${name} is not set.` : `${name}: ${rest.replace(/\.?$/u, '.')}`;
      report(problemAt(place, { message, remedy: `Set ${name}, or give a default: \${${name}:-default}.` }));
      return absent;
    }
    default:
      return referred satisfies never;
  }
}

function partOf(place: Place, text: string): Place {
  const start = place.file.text.indexOf(text, place.start);
  return start === -1 || start >= place.end ? place : { ...place, start, end: start + text.length };
}
