/** Stage 1: a scenario file, changed by what the command line says, becomes a scenario; or every problem at once. */
import { ToolError } from '../kit/error.js';
import type { Catalog } from '../model/registry.js';
import type { Scenario } from '../model/scenario.js';
import { applySet, type Assignment } from './apply-set.js';
import { baselinesFolder } from './baselines/baseline-file.js';
import { checkSecrets } from './checks/check-secrets.js';
import { positionOf, type Position } from './code-frame.js';
import { decodeScenario } from './decode-scenario.js';
import { loadSource, loadText } from './load-source.js';
import { targetByTopology, targetByUrls } from './override-target.js';
import type { Report } from './overlay.js';
import { ScenarioProblems, type ScenarioProblem } from './problem.js';
import { putInVariables } from './put-in-variables.js';
import { childOf, type Place, type SourceFile, type SourceNode } from './source.js';

export interface ScenarioOptions {
  /** One of the file's profiles, or several with commas between them, each laid over what comes before. */
  readonly profile?: string | undefined;
  /** `PATH=VALUE`, applied in order after the profile. */
  readonly set?: readonly string[] | undefined;
  /** What a comparison varies, applied after these. */
  readonly compared?: Assignment | undefined;
  readonly seed?: number | undefined;
  /** URLs that replace the target, one for each node. */
  readonly targets?: readonly string[] | undefined;
  /** A topology that replaces the target, with its defaults. */
  readonly topology?: string | undefined;
  /** What `${VAR}` refers to. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whether the variables that faults put in when they act must be there; not where nothing will act. They must when left out. */
  readonly needsSecrets?: boolean | undefined;
  /** Folder of the baselines that gates may name; `baselines` when left out. */
  readonly baselines?: string | undefined;
  /** Told what is allowed and unwise. */
  readonly warn?: Report | undefined;
}

/** Throws ScenarioProblems when the scenario is wrong, and a ToolError when the file cannot be read. */
export async function readScenario(file: string, options: ScenarioOptions, catalog: Catalog): Promise<Scenario> {
  const problems: ScenarioProblem[] = [];
  const report: Report = (problem) => problems.push(problem);
  const root = await loadSource(file, options.profile, report);
  return finish(root, { options, catalog, problems });
}

/** The same for a text that is in memory; `source.name` is what problems call it. */
export function readScenarioText(source: SourceFile, options: ScenarioOptions, catalog: Catalog): Scenario {
  const problems: ScenarioProblem[] = [];
  const root = loadText(source, options.profile, (problem) => problems.push(problem));
  return finish(root, { options, catalog, problems });
}

interface Reading {
  readonly options: ScenarioOptions;
  readonly catalog: Catalog;
  readonly problems: ScenarioProblem[];
}

function finish(root: SourceNode | null, { options, catalog, problems }: Reading): Scenario {
  const report: Report = (problem) => problems.push(problem);
  if (root === null) throw new ScenarioProblems(problems);
  const changed = override(root, { options, catalog, problems });
  if (options.warn !== undefined) checkSecrets(changed, options.warn);
  const kept = keptReferences(changed, catalog);
  const { environment, needsSecrets = true } = options;
  const unset = new Set<string>();
  const onUnset = (place: Place): unknown => unset.add(keyOf(place.file.name, positionOf(place)));
  const resolved = putInVariables(changed, { environment, report, kept, areKeptNeeded: needsSecrets, onUnset });
  // Nobody knows what is wrong with a value that is not there.
  const reportKnown: Report = (problem) => unset.has(keyOf(problem.file, problem)) || report(problem);
  const scenario = decodeScenario(resolved, {
    catalog,
    report: reportKnown,
    baselines: options.baselines ?? baselinesFolder,
  });
  if (scenario === null || problems.length > 0) throw new ScenarioProblems(problems);
  return scenario;
}

function keyOf(file: string, { line, column }: Position): string {
  return `${file}:${line}:${column}`;
}

/** Settings of faults that may hold secrets: they are put in only when the fault acts, and so stand in no plan, lease or report. */
function keptReferences(root: SourceNode, { faults }: Catalog): ReadonlySet<SourceNode> {
  const list = childOf(root, 'faults');
  return new Set((list?.kind === 'list' ? list.items : []).flatMap((item) => keptIn(item, faults)));
}

/** A fault may be made of another one. */
function keptIn(item: SourceNode, faults: Catalog['faults']): readonly SourceNode[] {
  const kind = childOf(item, 'fault');
  if (item.kind !== 'map' || kind?.kind !== 'scalar') return [];
  const name = String(kind.value);
  const keys = faults.has(name) ? (faults.get(name).keepsReferences ?? []) : [];
  return [...item.entries].flatMap(([key, { value }]) => (keys.includes(key) ? [value] : keptIn(value, faults)));
}

function override(root: SourceNode, { options, catalog, problems }: Reading): SourceNode {
  const { set = [], compared, seed, targets = [], topology } = options;
  const report: Report = (problem) => problems.push(problem);
  if (targets.length > 0 && topology !== undefined) {
    const hint = 'Give the URLs of the target, or the topology to start.';
    throw new ToolError('invalidScenario', '--target and --topology exclude each other.', hint);
  }
  let changed = root;
  const assignments: readonly Assignment[] = [
    ...set.map((text) => ({ option: '--set', text })),
    ...(compared === undefined ? [] : [compared]),
    ...(seed === undefined ? [] : [{ option: '--seed', text: `seed=${seed}` }]),
  ];
  for (const assignment of assignments) changed = applySet(changed, assignment, report);
  if (targets.length > 0) changed = targetByUrls(changed, targets);
  return topology === undefined ? changed : targetByTopology(changed, topology, catalog);
}
