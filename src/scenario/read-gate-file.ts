/** Gates from a file of their own, for a run that is stored: checked against what that run was. */
import { z } from 'zod';
import type { Gate } from '../model/gate.js';
import type { Catalog } from '../model/registry.js';
import type { Scenario } from '../model/scenario.js';
import { baselinesFolder } from './baselines/baseline-file.js';
import { holdBaselines } from './baselines/hold-baselines.js';
import { checkGates } from './checks/check-gates.js';
import type { GateSurroundings } from './checks/gated-operations.js';
import { brokenFrom } from './gates/presets.js';
import { readGates } from './gates/read-gates.js';
import { loadSource } from './load-source.js';
import { problemAt, ScenarioProblems, type ScenarioProblem } from './problem.js';
import { problemsOf } from './schema/issue-words.js';
import { scenarioSchemaOf } from './schema/scenario-schema.js';
import { nodeAt, toPlain } from './source.js';

/** The file holds `gates:` and whatever else a scenario does, which is not looked at. Rejects with ScenarioProblems, all of them. */
export async function readGateFile(
  file: string,
  scenario: Scenario,
  { catalog, baselines = baselinesFolder }: { readonly catalog: Catalog; readonly baselines?: string | undefined },
): Promise<readonly Gate[]> {
  const problems: ScenarioProblem[] = [];
  const report = (problem: ScenarioProblem): void => void problems.push(problem);
  const root = await loadSource(file, undefined, report);
  if (root === null) throw new ScenarioProblems(problems, 'gate file');
  const schema = z.looseObject({ gates: scenarioSchemaOf(catalog).shape.gates });
  for (const issue of schema.safeParse(toPlain(root)).error?.issues ?? [])
    problems.push(...problemsOf(issue, root, schema));
  const gates = readGates(root, brokenFrom(scenario.faults), report);
  checkGates(gates, surroundingsOf(scenario, catalog), report);
  const held = holdBaselines(gates, { folder: baselines, scenario, report });
  const list = nodeAt(root, ['gates']);
  if (list?.kind !== 'list' || list.items.length === 0) {
    const remedy = 'Write a list of them under `gates:`, as in a scenario.';
    report(problemAt((list ?? root).place, { message: 'The file has no gates.', remedy }));
  }
  if (problems.length > 0) throw new ScenarioProblems(problems, 'gate file');
  return held;
}

function surroundingsOf({ faults, traffic, target }: Scenario, catalog: Catalog): GateSurroundings {
  const kind = catalog.topologies.has(target.topology) ? catalog.topologies.get(target.topology) : null;
  return {
    faults,
    phases: traffic.phases.map((phase) => ({ name: phase.name, settings: phase })),
    mix: traffic.mix,
    target: kind === null ? null : { nodes: kind.nodes(target.settings) },
  };
}
