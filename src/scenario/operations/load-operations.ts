/** Brings in the operations that a scenario names by their files, and points at the line for whatever keeps one from being used. */
import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { closestWord } from '../../kit/did-you-mean.js';
import { limits } from '../../model/limits.js';
import type { LoadProblem, OperationLoader } from '../../model/operation-loader.js';
import type { OperationKind } from '../../model/operation.js';
import type { Catalog } from '../../model/registry.js';
import { nameHint, nameOf } from '../load-source.js';
import type { Report } from '../overlay.js';
import { problemAt, type ProblemText } from '../problem.js';
import { positionOf } from '../code-frame.js';
import { childOf, type Place, type SourceNode } from '../source.js';

export interface LoadSite {
  /** Null where nobody can load any. */
  readonly loader: OperationLoader | null;
  readonly catalog: Catalog;
  readonly report: Report;
  /** What `--set` names is relative to it, as what it names itself. */
  readonly scenarioFile: string;
}

export interface NamedOperation {
  readonly operation: OperationKind;
  /** Where the scenario names it. */
  readonly place: Place;
}

/** Names that requests of a payment API, or the audit, have for other things. */
const reserved = ['payment', 'read', 'unknown'];

/** What cannot be used is reported. The operation of a mix that it probably holds is no second problem. */
export async function loadOperations(root: SourceNode, site: LoadSite): Promise<readonly NamedOperation[]> {
  const list = childOf(root, 'operations');
  const found: NamedOperation[] = [];
  const { report, catalog } = site;
  const failed: string[] = [];
  for (const item of list?.kind === 'list' ? list.items.slice(0, limits.ownOperationsMax) : []) {
    // What is no text is a problem of the schema's.
    if (item.kind !== 'scalar' || typeof item.value !== 'string') continue;
    const named = { file: item.value, place: item.place };
    const operation = await loadNamed(named, site);
    if (operation === null) {
      failed.push(item.value);
      continue;
    }
    const problem = clash(operation, { file: item.value, found, catalog });
    if (problem === null) found.push({ operation, place: item.place });
    else report(problemAt(item.place, problem));
  }
  return [...found, ...standIns(failed, { root, catalog, found })];
}

interface Named {
  readonly file: string;
  readonly place: Place;
}

async function loadNamed({ file, place }: Named, site: LoadSite): Promise<OperationKind | null> {
  const { loader, report, scenarioFile } = site;
  const named = place.file.name;
  const folder = dirname(named.startsWith('--') ? scenarioFile : named);
  const path = isAbsolute(file) ? file : join(folder, file);
  if (loader === null) {
    const remedy = 'Give readScenario the option `loader: operationLoader`.';
    report(problemAt(place, { message: `Nobody was told how to load ${nameOf(path)}.`, remedy }));
    return null;
  }
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) {
    const message = `There is no file ${nameOf(path)}.`;
    report(problemAt(place, { message, remedy: await nameHint(path) }));
    return null;
  }
  const { operation, problems = [] } = await loader.load(path, file);
  for (const problem of problems) tell(problem, { file: nameOf(path), place, report });
  return operation;
}

function tell(
  { message, hint, place: inside }: LoadProblem,
  { file, place, report }: Named & { readonly report: Report },
): void {
  if (inside === undefined) {
    report(problemAt(place, { message: `${file} cannot be used: ${message}.`, remedy: hint }));
    return;
  }
  const text = readFileSync(inside.path, 'utf8');
  const lines = text.split('\n').slice(0, inside.line - 1);
  const before = Buffer.from(text.split('\n')[inside.line - 1] ?? '')
    .subarray(0, inside.column)
    .toString();
  const start = lines.reduce((sum, line) => sum + line.length + 1, 0) + before.length;
  const there = { file: { name: nameOf(inside.path), text }, start, end: start + Math.max(1, inside.length) };
  const { line } = positionOf(place);
  const remedy = `${hint === null ? '' : `${hint} `}It belongs to the operation that ${place.file.name} names in line ${line}.`;
  report(problemAt(there, { message: `${capitalised(message)}${/[.!?]$/u.test(message) ? '' : '.'}`, remedy }));
}

interface Beside {
  readonly file: string;
  readonly found: readonly NamedOperation[];
  readonly catalog: Catalog;
}

function clash({ kind }: OperationKind, { file, found, catalog }: Beside): ProblemText | null {
  const remedy = 'Give it another name.';
  if (catalog.operations.has(kind))
    return { message: `${file} calls its operation "${kind}", as a built-in one is called.`, remedy };
  if (reserved.includes(kind))
    return { message: `${file} calls its operation "${kind}", which means something else already.`, remedy };
  if (!found.some(({ operation }) => operation.kind === kind)) return null;
  return {
    message: `A second operation is called "${kind}".`,
    remedy: 'Name each file once, and give each operation a name of its own.',
  };
}

interface Around extends Omit<Beside, 'file'> {
  readonly root: SourceNode;
}

/** Those that are called as the file is; then, one for each file that is left, those whose names are no typing mistakes. */
function standIns(files: readonly string[], { root, catalog, found }: Around): readonly NamedOperation[] {
  const known = [...catalog.operations.all, ...found.map(({ operation }) => operation)].map(({ kind }) => kind);
  const unknown = [...mixedIn(root)].filter(([kind]) => !known.includes(kind));
  const stems = new Set(files.map((file) => basename(file).replace(/\.[^.]*$/u, '')));
  const called = unknown.filter(([kind]) => stems.has(kind));
  const others = unknown.filter(([kind]) => !stems.has(kind) && closestWord(kind, known) === null);
  return [...called, ...others].slice(0, files.length).map(([kind, place]) => ({ operation: standIn(kind), place }));
}

/** Operation → where a mix names it. */
function mixedIn(root: SourceNode): ReadonlyMap<string, Place> {
  const traffic = childOf(root, 'traffic');
  const phases = childOf(traffic, 'phases');
  const mixes = [traffic, ...(phases?.kind === 'list' ? phases.items : [])].map((node) => childOf(node, 'mix'));
  return new Map(
    mixes.flatMap((mix) => (mix?.kind === 'map' ? [...mix.entries] : [])).map(([kind, { key }]) => [kind, key]),
  );
}

function standIn(kind: string): OperationKind {
  return {
    kind,
    summary: 'An operation that could not be loaded.',
    effect: 'posting',
    draw() {
      throw new Error(`${kind} could not be loaded.`);
    },
  };
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
