/** Stage 1: a scenario file, changed by what the command line says, becomes a scenario; or every problem at once. */
import { ToolError } from '../kit/error.js';
import { withOperations } from '../kit/own-operations.js';
import type { OperationLoader } from '../model/operation-loader.js';
import type { OperationKind } from '../model/operation.js';
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
import { loadOperations } from './operations/load-operations.js';
import { problemAt, ScenarioProblems, type ScenarioProblem } from './problem.js';
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
  /** Brings in the operations that the scenario names by their files; without it none can be. */
  readonly loader?: OperationLoader | undefined;
  /** Told what is allowed and unwise. */
  readonly warn?: Report | undefined;
}

/** A scenario, and the catalog with the operations that it brings with it. */
export interface Story {
  readonly scenario: Scenario;
  readonly catalog: Catalog;
}

/** Throws ScenarioProblems when the scenario is wrong, and a ToolError when the file cannot be read. */
export async function readScenario(file: string, options: ScenarioOptions, catalog: Catalog): Promise<Story> {
  const problems: ScenarioProblem[] = [];
  const report: Report = (problem) => problems.push(problem);
  const root = resolve(await loadSource(file, options.profile, report), { options, catalog, problems });
  const { loader = null } = options;
  const named = await loadOperations(root.node, { loader, catalog, report, scenarioFile: file });
  const own = named.map(({ operation }) => operation);
  const whole = withOperations(catalog, own);
  const scenario = finish(root, { options, catalog: whole, problems, own });
  for (const { kind, ...text } of (await loader?.tryOut(scenario, whole)) ?? []) {
    const place = named.find(({ operation }) => operation.kind === kind)?.place ?? root.node.place;
    report(problemAt(place, { message: text.message, remedy: text.hint }));
  }
  if (problems.length > 0) throw new ScenarioProblems(problems);
  return { scenario, catalog: whole };
}

/** The same for a text that is in memory; `source.name` is what problems call it. */
export function readScenarioText(source: SourceFile, options: ScenarioOptions, catalog: Catalog): Scenario {
  const problems: ScenarioProblem[] = [];
  const report: Report = (problem) => problems.push(problem);
  const root = resolve(loadText(source, options.profile, report), { options, catalog, problems });
  const own = childOf(root.node, 'operations');
  if (own !== undefined) report(problemAt(own.place, { message: 'Only a file can bring operations of its own.' }));
  return finish(root, { options, catalog, problems, own: [] });
}

interface Reading {
  readonly options: ScenarioOptions;
  readonly catalog: Catalog;
  readonly problems: ScenarioProblem[];
}

interface Resolved {
  readonly node: SourceNode;
  /** Tells what is wrong, but not with a value that is not there: nobody knows that. */
  readonly reportKnown: Report;
}

/** With all that the command line changes, and the values of variables. */
function resolve(root: SourceNode | null, { options, catalog, problems }: Reading): Resolved {
  const report: Report = (problem) => problems.push(problem);
  if (root === null) throw new ScenarioProblems(problems);
  const changed = override(root, { options, catalog, problems });
  if (options.warn !== undefined) checkSecrets(changed, options.warn);
  const kept = keptReferences(changed, catalog);
  const { environment, needsSecrets = true } = options;
  const unset = new Set<string>();
  const onUnset = (place: Place): unknown => unset.add(keyOf(place.file.name, positionOf(place)));
  const node = putInVariables(changed, { environment, report, kept, areKeptNeeded: needsSecrets, onUnset });
  return { node, reportKnown: (problem) => unset.has(keyOf(problem.file, problem)) || report(problem) };
}

function finish(
  { node, reportKnown }: Resolved,
  { options, catalog, problems, own }: Reading & { readonly own: readonly OperationKind[] },
): Scenario {
  const baselines = options.baselines ?? baselinesFolder;
  const scenario = decodeScenario(node, { catalog, report: reportKnown, baselines, own });
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
