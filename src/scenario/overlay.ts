/** Lays one part of a scenario over another: keys win over keys, lists replace lists, and a map over a list of named things changes those of that name. */
import { closestWord } from '../kit/did-you-mean.js';
import { problemAt, type ProblemText, type ScenarioProblem } from './problem.js';
import { childOf, type Path, type SourceEntry, type SourceList, type SourceMap, type SourceNode } from './source.js';

export type Report = (problem: ScenarioProblem) => void;

/** What stays of the lower map when the upper one chooses another kind of thing: the settings of the old kind would make no sense. */
const kindKeys: readonly {
  readonly under: RegExp;
  readonly keys: readonly string[];
  readonly kept: readonly string[];
}[] = [
  { under: /^target$/u, keys: ['topology'], kept: [] },
  { under: /^traffic\/phases\/[^/]+$/u, keys: ['shape', 'rate'], kept: ['name', 'for', 'warmup'] },
  { under: /^faults\/[^/]+$/u, keys: ['fault'], kept: ['name', 'at', 'heal'] },
];
/** A mix is one thing: half of one and half of another add up to nothing that was meant. */
const replacedWhole = /^traffic\/mix$/u;
/** Lists whose items are addressed by name. */
const namedLists = /^(?:faults|traffic\/phases|target\/nodes|target\/bugs)$/u;

export function overlay(lower: SourceNode, upper: SourceNode, report: Report, path: Path = []): SourceNode {
  if (upper.kind !== 'map' || replacedWhole.test(path.join('/'))) return upper;
  if (lower.kind === 'map') return overlayMap(lower, upper, report, path);
  if (lower.kind === 'list') return overlayNamed(lower, upper, report, path);
  return upper;
}

function overlayMap(lower: SourceMap, upper: SourceMap, report: Report, path: Path): SourceMap {
  const entries = new Map<string, SourceEntry>(keptOf(lower, upper, path));
  for (const [key, entry] of upper.entries) {
    const below = entries.get(key);
    const value = below === undefined ? null : below.value;
    const deeper = [...path, key];
    if (isNothing(value) && entry.value.kind === 'map' && namedLists.test(deeper.join('/'))) {
      for (const [name, { key: place }] of entry.value.entries) report(problemAt(place, nothingNamed(name, deeper)));
      continue;
    }
    entries.set(key, {
      key: entry.key,
      value: value === null ? entry.value : overlay(value, entry.value, report, deeper),
    });
  }
  return { kind: 'map', entries, place: lower.place };
}

function isNothing(node: SourceNode | null): boolean {
  return node === null || (node.kind === 'scalar' && node.value === null);
}

/** One message where there is no list, and where it is empty. */
function nothingNamed(name: string, path: Path): ProblemText {
  return {
    message: `The scenario has no list ${path.join('.')}, so nothing in it is called "${name}".`,
    remedy: `Write the list first, with something of that name in it.`,
  };
}

function keptOf(lower: SourceMap, upper: SourceMap, path: Path): [string, SourceEntry][] {
  const entries = [...lower.entries];
  const rule = kindKeys.find(({ under }) => under.test(path.join('/')));
  if (rule === undefined) return entries;
  const hasChanged = rule.keys.some((key) => upper.entries.has(key) && scalarAt(upper, key) !== scalarAt(lower, key));
  return hasChanged ? entries.filter(([key]) => rule.kept.includes(key)) : entries;
}

function overlayNamed(lower: SourceList, upper: SourceMap, report: Report, path: Path): SourceList {
  const items = [...lower.items];
  for (const [name, entry] of upper.entries) {
    const index = indexOfNamed(lower, name);
    if (index === -1) {
      report(problemAt(entry.key, unknownName(lower, name, path)));
      continue;
    }
    items[index] = overlay(items[index] as SourceNode, entry.value, report, [...path, name]);
  }
  return { ...lower, items };
}

/** Items of a list can be addressed by their name, or by their position from 0. */
export function indexOfNamed(list: SourceList, name: string): number {
  const index = namesIn(list).indexOf(name);
  if (index !== -1) return index;
  return /^\d+$/u.test(name) && Number(name) < list.items.length ? Number(name) : -1;
}

export function unknownName(list: SourceList, name: string, path: Path): ProblemText {
  if (list.items.length === 0) return nothingNamed(name, path);
  const names = namesIn(list).filter((each) => each !== null);
  const meant = closestWord(name, names);
  return {
    message: `Nothing in ${path.join('.')} is called "${name}".`,
    expected: names.length === 0 ? 'a list whose items have names' : `one of ${names.join(', ')}`,
    remedy: meant === null ? null : `Did you mean "${meant}"?`,
  };
}

function namesIn(list: SourceList): readonly (string | null)[] {
  return list.items.map((item) => scalarAt(item, 'name') ?? scalarAt(item, 'fault'));
}

function scalarAt(node: SourceNode, key: string): string | null {
  const child = childOf(node, key);
  return child?.kind === 'scalar' && child.value !== null ? String(child.value) : null;
}
