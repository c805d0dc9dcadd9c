/** Changes single values from the command line: --set traffic.phases.spike.rate=3k/s. */
import { overlay, type Report } from './overlay.js';
import { problemAt } from './problem.js';
import { readYaml } from './read-yaml.js';
import type { SourceEntry, SourceFile, SourceNode } from './source.js';

/** `PATH=VALUE`, and the option that brought it, which problems name. */
export interface Assignment {
  readonly option: string;
  readonly text: string;
}

/** The path becomes nested maps and is laid over the scenario, so that named phases and faults are found as in a profile. */
export function applySet(root: SourceNode, { option, text: assignment }: Assignment, report: Report): SourceNode {
  const file: SourceFile = { name: option, text: assignment };
  const equals = assignment.indexOf('=');
  const steps = assignment.slice(0, Math.max(0, equals)).split('.');
  const whole = { file, start: 0, end: assignment.length };
  if (equals === -1 || steps.some((step) => step.trim() === '')) {
    const expected = 'PATH=VALUE, such as traffic.phases.spike.rate=3k/s';
    report(problemAt(whole, { message: `${option} "${assignment}" does not name a value to change.`, expected }));
    return root;
  }
  const value = readValue(file, equals + 1, report);
  if (value === null) return root;
  return overlay(root, nest(steps, value, file), report);
}

function readValue(file: SourceFile, start: number, report: Report): SourceNode | null {
  const place = { file, start: Math.min(start, file.text.length - 1), end: file.text.length };
  if (file.text.slice(start).trim() === '')
    return { kind: 'scalar', value: null, place, isPlain: true, isSecret: false };
  // Blanks in place of the path keep every offset where the user sees it.
  const { root, problems } = readYaml({ name: file.name, text: ' '.repeat(start) + file.text.slice(start) });
  for (const problem of problems) report(problemAt(place, { message: problem.message, remedy: problem.remedy }));
  return root === null || problems.length > 0 ? null : relocate(root, file);
}

/** Points into the assignment as it was typed. */
function relocate(node: SourceNode, file: SourceFile): SourceNode {
  const place = { ...node.place, file };
  if (node.kind === 'scalar') return { ...node, place };
  if (node.kind === 'list') return { ...node, place, items: node.items.map((item) => relocate(item, file)) };
  const entries = [...node.entries].map(([key, entry]) => {
    return [key, { key: { ...entry.key, file }, value: relocate(entry.value, file) }] as const;
  });
  return { ...node, place, entries: new Map(entries) };
}

function nest(steps: readonly string[], value: SourceNode, file: SourceFile): SourceNode {
  let node = value;
  let end = steps.join('.').length;
  for (const step of [...steps].reverse()) {
    const start = end - step.length;
    const entry: SourceEntry = { key: { file, start, end }, value: node };
    node = { kind: 'map', entries: new Map([[step.trim(), entry]]), place: { file, start, end: file.text.length } };
    end = start - 1;
  }
  return node;
}
