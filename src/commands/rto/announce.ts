/** Tells what a study will do before it does it. */
import { counted } from '../../kit/format.js';
import { buildPlan } from '../../plan/build-plan.js';
import { planWarnings } from '../../plan/plan-warnings.js';
import type { Plan } from '../../model/plan.js';
import type { Catalog } from '../../model/registry.js';
import { describeStudy } from '../../repeat/describe-study.js';
import { latestScenario, varyScenario } from '../../repeat/vary-scenario.js';
import { rotationOf } from '../../repeat/victims.js';
import type { Terminal } from '../context.js';
import { shownPath } from '../write-reports.js';
import type { RtoRecord } from '../../model/rto.js';
import type { OpenedFolder } from '../study/study-folder.js';
import { fitted } from '../study/tell-line.js';
import type { StudyNumbers } from './study-options.js';
import { warn } from '../warn.js';

export interface Announced {
  readonly plan: Plan;
  readonly numbers: StudyNumbers;
  readonly catalog: Catalog;
  readonly terminal: Terminal;
}

/** What is about to be done, with what is doubtful about it. */
export function announce(
  { plan, numbers, catalog, terminal }: Announced,
  { directory, stored }: OpenedFolder<RtoRecord>,
): void {
  for (const warning of studyWarnings(plan, numbers, catalog)) warn(terminal, warning);
  const words =
    stored === null
      ? `${describeVariations(plan, numbers, catalog)}\n`
      : `Going on after ${counted(stored.repetitions.length, 'whole repetition')} in ${shownPath(directory)}.`;
  terminal.out(`${fitted(words, terminal)}\n`);
}

/** Of the plan as written, or else of the one whose faults come last: both are played, or nearly so. */
export function studyWarnings(plan: Plan, { phaseWindowMs }: StudyNumbers, catalog: Catalog): readonly string[] {
  const own = planWarnings(plan, catalog);
  return own.length > 0 ? own : planWarnings(buildPlan(latestScenario(plan.scenario, phaseWindowMs), catalog), catalog);
}

/** Ends without a line break. */
export function describeVariations(
  { scenario }: Plan,
  { wanted, spare, phaseWindowMs }: StudyNumbers,
  catalog: Catalog,
): string {
  const numbers = Array.from({ length: wanted }, (_unused, index) => index + 1);
  const vary = (repetition: number) => varyScenario(scenario, { repetition, phaseWindowMs, catalog });
  const nodes = catalog.topologies.get(scenario.target.topology).nodes(scenario.target.settings);
  return describeStudy({
    variations: numbers.map((repetition) => vary(repetition).variation),
    phaseWindowMs,
    rotation: rotationOf(scenario.faults, nodes, catalog.faults),
    spare,
  });
}
