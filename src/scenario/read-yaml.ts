/** YAML 1.2 text to values with places. Whatever YAML would only warn about is a problem here, and numbers are read by our own rules. Sole home of yaml. */
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseAllDocuments,
  type Alias,
  type Document,
  type Node,
  type YAMLMap,
} from 'yaml';
import { problemAt, type ScenarioProblem } from './problem.js';
import type { Place, SourceEntry, SourceFile, SourceNode } from './source.js';
import { typePlain } from './type-plain.js';

/** Values after aliases are written out: far more than a scenario needs, far less than an alias bomb makes. */
const nodesMax = 20_000;
const depthMax = 32;

export interface YamlResult {
  /** Null when the text cannot be read at all. */
  readonly root: SourceNode | null;
  readonly problems: readonly ScenarioProblem[];
}

export function readYaml(file: SourceFile): YamlResult {
  const documents = parseAllDocuments(file.text, {
    version: '1.2',
    // Every scalar stays text: its type is ours to decide.
    schema: 'failsafe',
    strict: true,
    uniqueKeys: true,
    prettyErrors: false,
    logLevel: 'silent',
  });
  const [document, second] = Array.isArray(documents) ? documents : [];
  const problems: ScenarioProblem[] = [];
  if (second !== undefined) {
    const start = second.range[0];
    const message = 'The file holds more than one document.';
    problems.push(problemAt({ file, start, end: start + 3 }, { message, remedy: 'Keep one scenario in one file.' }));
  }
  if (document === undefined || document.contents === null) {
    const message = 'The file is empty.';
    return {
      root: null,
      problems: [problemAt({ file, start: 0, end: 1 }, { message, remedy: 'Start with `paystorm init`.' })],
    };
  }
  for (const error of [...document.errors, ...document.warnings]) {
    const [start, end] = error.pos;
    problems.push(problemAt({ file, start, end }, wordsOf(error.code, error.message, file.text.slice(start, end))));
  }
  if (problems.length > 0 && document.errors.length > 0) return { root: null, problems };
  const converter: Converter = { file, document, problems, nodes: 0, open: new Set() };
  const root = convert(document.contents, converter, 0);
  return { root, problems };
}

interface Converter {
  readonly file: SourceFile;
  readonly document: Document;
  readonly problems: ScenarioProblem[];
  /** Values written so far, aliases counted as often as they are used. */
  nodes: number;
  /** Aliases being followed, to notice one that contains itself. */
  readonly open: Set<Node>;
}

function convert(node: Node | null, converter: Converter, depth: number): SourceNode {
  const place = placeOf(node, converter.file);
  converter.nodes += 1;
  if (converter.nodes > nodesMax || depth > depthMax) return tooMuch(converter, place);
  if (node === null) return emptyAt(place);
  if (isAlias(node)) return follow(node, converter, { place, depth });
  if (isMap(node)) return convertMap(node, converter, { place, depth });
  if (isSeq(node)) {
    const items = node.items.map((item) => convert(item as Node | null, converter, depth + 1));
    return { kind: 'list', items, place };
  }
  if (!isScalar(node)) return emptyAt(place);
  const text = typeof node.value === 'string' ? node.value : '';
  const isPlain = node.type === undefined || node.type === 'PLAIN';
  return { kind: 'scalar', value: isPlain ? typePlain(text) : text, place, isPlain, isSecret: false };
}

interface Spot {
  readonly place: Place;
  readonly depth: number;
}

function convertMap(map: YAMLMap, converter: Converter, { place, depth }: Spot): SourceNode {
  const entries = new Map<string, SourceEntry>();
  for (const { key, value } of map.items) {
    const keyPlace = placeOf(key as Node | null, converter.file);
    if (!isScalar(key) || key.value === '__proto__') {
      converter.problems.push(problemAt(keyPlace, { message: 'A key must be a plain word.', remedy: 'Write a word.' }));
      continue;
    }
    const valuePlace = value === null ? keyPlace : undefined;
    const child = convert(value as Node | null, converter, depth + 1);
    entries.set(String(key.value), { key: keyPlace, value: valuePlace === undefined ? child : emptyAt(valuePlace) });
  }
  return { kind: 'map', entries, place };
}

function follow(alias: Alias, converter: Converter, { place, depth }: Spot): SourceNode {
  const target = alias.resolve(converter.document);
  if (target === undefined || converter.open.has(target)) {
    converter.problems.push(problemAt(place, { message: `*${alias.source} contains itself or nothing.` }));
    return emptyAt(place);
  }
  converter.open.add(target);
  const node = convert(target, converter, depth + 1);
  converter.open.delete(target);
  return node;
}

function tooMuch(converter: Converter, place: Place): SourceNode {
  const message = `The file holds more than ${nodesMax} values, or they are nested too deeply.`;
  if (!converter.problems.some((problem) => problem.message === message)) {
    converter.problems.push(problemAt(place, { message, remedy: 'Write values out instead of using aliases.' }));
  }
  return emptyAt(place);
}

function placeOf(node: Node | null, file: SourceFile): Place {
  const [start, end] = node?.range ?? [0, 1];
  return { file, start, end: Math.max(end, start + 1) };
}

function emptyAt(place: Place): SourceNode {
  return { kind: 'scalar', value: null, place, isPlain: true, isSecret: false };
}

/** The library's words for what people really do, and its own for the rest. */
function wordsOf(
  code: string,
  message: string,
  text: string,
): { readonly message: string; readonly remedy: string | null } {
  switch (code) {
    case 'DUPLICATE_KEY':
      return { message: 'This key is there twice.', remedy: 'Keep one of them.' };
    case 'TAB_AS_INDENT':
      return { message: 'A tab is used to indent.', remedy: 'Indent with spaces.' };
    case 'TAG_RESOLVE_FAILED':
      return { message: 'A scenario has no YAML tags.', remedy: 'Remove the word that starts with !.' };
    case 'BAD_ALIAS':
      return { message: `The text ${text.trim()} is read as an alias.`, remedy: 'Write it in quotes if it is text.' };
    default: {
      const sentence = /[.!?]$/u.test(message) ? message : `${message}.`;
      const isVariable = text.includes('$') || text.includes('{') || text.includes('}');
      return {
        message: `This is not YAML: ${sentence}`,
        remedy: isVariable ? 'Put ${…} in quotes inside braces.' : null,
      };
    }
  }
}
