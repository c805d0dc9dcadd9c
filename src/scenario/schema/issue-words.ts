/** Turns the schema's issues into problems that name the line, what was written, what belongs there and what to write instead. */
import type { z } from 'zod';
import { closestWord } from '../../kit/did-you-mean.js';
import type { LiteralIssueParams } from '../../kit/literal-schema.js';
import { problemAt, type ProblemText, type ScenarioProblem } from '../problem.js';
import { keyPlaceAt, nodeAt, placeAt, toPlain, type Path, type SourceNode } from '../source.js';
import { knownKeys } from './known-keys.js';

type Issue = z.core.$ZodIssue;

const typeWords: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map with keys',
};

export function problemsOf(issue: Issue, root: SourceNode, schema: z.core.$ZodType): readonly ScenarioProblem[] {
  const path = issue.path as Path;
  if (issue.code === 'unrecognized_keys') {
    const keys = [...knownKeys(schema, toPlain(root), path), ...(path.length === 0 ? fileKeys : [])];
    return issue.keys.map((key) => problemAt(keyPlaceAt(root, path, key), unknownKey(key, keys)));
  }
  const node = nodeAt(root, path);
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    return chooseBranch(issue.errors).flatMap((inner) => problemsOf({ ...inner, path: [...path, ...inner.path] }, root, schema));
  }
  const text = node === undefined ? missing(issue) : wordsOf(issue, node);
  return [problemAt(placeAt(root, path), withoutSecret(text, node))];
}

function unknownKey(key: string, known: readonly string[]): ProblemText {
  if (key === '<<') return { message: 'YAML 1.2 has no merge keys.', remedy: 'Use `extends`, or write the keys out.' };
  const meant = closestWord(key, known);
  return {
    message: `The key "${key}" is unknown here.`,
    expected: known.length === 0 ? null : `one of ${known.join(', ')}`,
    remedy: meant === null ? null : `Did you mean "${meant}"?`,
  };
}

/** Keys of a scenario file that are gone before its content is looked at. */
const fileKeys = ['extends', 'profiles'];

/** The member of a union that was meant is the one that accepts the value's type and complains about something inside, and of several the one that complains least. */
function chooseBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] {
  const fits = branches.find((branch) => !branch.some((issue) => issue.code === 'invalid_type' && issue.path.length === 0));
  const [inner] = branches
    .filter((branch) => branch.every((issue) => issue.path.length > 0 || issue.code === 'unrecognized_keys'))
    .sort((a, b) => a.length - b.length);
  return inner ?? fits ?? branches[0] ?? [];
}

function missing(issue: Issue): ProblemText {
  const key = issue.path.at(-1);
  const message = typeof key === 'string' ? `"${key}" is missing.` : 'A value is missing.';
  return { message, expected: expectedOf(issue) };
}

function expectedOf(issue: Issue): string | null {
  if (issue.code === 'custom') return (issue.params as LiteralIssueParams | undefined)?.expected ?? null;
  if (issue.code === 'invalid_type') return typeWords[issue.expected] ?? issue.expected;
  if (issue.code === 'invalid_value') return `one of ${issue.values.join(', ')}`;
  if (issue.code === 'invalid_union') return optionsOf(issue);
  return null;
}

function optionsOf(issue: Issue): string | null {
  const options = (issue as { readonly options?: readonly unknown[] }).options ?? [];
  const words = options.filter((option) => typeof option === 'string');
  return words.length === 0 ? null : `one of ${words.join(', ')}`;
}

function wordsOf(issue: Issue, node: SourceNode): ProblemText {
  const written = writtenAs(node);
  const expected = expectedOf(issue);
  switch (issue.code) {
    case 'custom':
      return { message: sentence(issue.message), expected, remedy: (issue.params as LiteralIssueParams | undefined)?.remedy ?? null };
    case 'invalid_type':
      return wrongType(written, { expected: issue.expected, words: expected, node });
    case 'invalid_value':
    case 'invalid_union': {
      const known = (expected ?? '').replace('one of ', '').split(', ');
      const meant = node.kind === 'scalar' ? closestWord(String(node.value), known) : null;
      const message = `${written} is not known here.`;
      return { message, expected, remedy: meant === null ? null : `Did you mean "${meant}"?` };
    }
    case 'too_small':
      return { message: `${written} is too small.`, expected: `at least ${issue.minimum}${unitOf(issue.origin)}` };
    case 'too_big':
      return { message: `${written} is too large.`, expected: `at most ${issue.maximum}${unitOf(issue.origin)}` };
    default:
      return { message: `${written} cannot stand here: ${sentence(issue.message)}` };
  }
}

function wrongType(
  written: string,
  { expected, words, node }: { readonly expected: string; readonly words: string | null; readonly node: SourceNode },
): ProblemText {
  const isWord = node.kind === 'scalar' && /^(?:yes|no|on|off|y|n)$/iu.test(String(node.value));
  const isNumber = node.kind === 'scalar' && typeof node.value === 'number';
  let remedy: string | null = null;
  if (expected === 'boolean' && isWord) remedy = 'Write true or false.';
  if (expected === 'string' && isNumber) remedy = 'Put it in quotes, if it is meant as text.';
  return { message: `${written} stands where ${words ?? expected} belongs.`, expected: words, remedy };
}

function writtenAs(node: SourceNode): string {
  if (node.kind === 'list') return 'A list';
  if (node.kind === 'map') return 'A map';
  return node.value === null ? 'Nothing' : `"${String(node.value)}"`;
}

function unitOf(origin: string): string {
  if (origin === 'array') return ' items';
  return origin === 'string' ? ' characters' : '';
}

function sentence(text: string): string {
  return /[.!?]$/u.test(text) ? text : `${text}.`;
}

/** A value from the environment may be a password: the message shows the variable instead. */
function withoutSecret(text: ProblemText, node: SourceNode | undefined): ProblemText {
  if (node?.kind !== 'scalar' || !node.isSecret || String(node.value) === '') return text;
  const { file, start, end } = node.place;
  const variable = file.text.slice(start, end);
  const hide = (part: string | null | undefined): string | null => part?.replaceAll(String(node.value), variable) ?? null;
  return { message: hide(text.message) ?? '', expected: hide(text.expected), remedy: hide(text.remedy) };
}
