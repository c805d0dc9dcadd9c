/** Rehearses step after step until the search ends: what it plays next, and what it keeps. */
import { buildPlan } from '../../plan/build-plan.js';
import type { CutStep, PeakRecord, PeakStep } from '../../model/peak.js';
import type { Plan } from '../../model/plan.js';
import type { Catalog } from '../../model/registry.js';
import type { Scenario } from '../../model/scenario.js';
import type { AskedOf } from '../../repeat/peak/asked-gates.js';
import type { Search } from '../../repeat/peak/search.js';
import { nextMove } from '../../repeat/peak/search-peak.js';
import { stepOf } from '../../repeat/peak/step-of.js';
import { stepScenario, type StepWish } from '../../repeat/peak/step-scenario.js';
import { sumUpSearch } from '../../repeat/peak/sum-up-search.js';
import { kindOf, rateOf } from './step-words.js';
import type { CutRun } from '../study/play-run.js';
import { playStudy, type StudyRules, type StudySite, type WholeRun } from '../study/play-study.js';

export interface SearchOptions extends Omit<StudySite<PeakRecord>, 'onRun'> {
  /** With its secrets, which no record holds. */
  readonly scenario: Scenario;
  readonly asked: AskedOf;
  readonly onStep: (step: PeakStep, search: PeakRecord) => void;
}

/** Rejects with what kept a step from being played; the search is stored before. */
export function runSearch(begun: Search, options: SearchOptions): Promise<PeakRecord> {
  return playStudy(begun, rulesOf(options), {
    ...options,
    onRun: (record) => options.onStep(record.steps.at(-1) as PeakStep, record),
  });
}

export function stepPlan(
  { scenario, catalog }: { readonly scenario: Scenario; readonly catalog: Catalog },
  wish: StepWish,
): Plan {
  return buildPlan(stepScenario(scenario, wish), catalog);
}

function rulesOf(options: SearchOptions): StudyRules<Search, PeakRecord> {
  return {
    next: (search) => {
      const move = nextMove(search.settings, search.steps, search.cut);
      if (move.kind === 'end') return null;
      const number = search.steps.length + 1;
      const { settings } = search;
      const plan = stepPlan(options, { ...move, step: number, settings, rules: options.asked.rules });
      return { number, plan, title: `${kindOf(move)} ${number} at ${rateOf(move)}` };
    },
    cutFolders: ({ cut }) => cut.map(({ folder }) => folder),
    withState: (search, state) => ({ ...search, state }),
    withCuts: (search, cut) => ({ ...search, cut: [...search.cut, ...cut.map(cutStep)] }),
    withRun: withStep,
    judged: (search) => ({ ...search, findings: sumUpSearch(search) }),
  };
}

function withStep(search: Search, { wish, record, folder, tookMs }: WholeRun): Search {
  const move = nextMove(search.settings, search.steps, search.cut);
  if (move.kind === 'end') throw new Error('A step was played after the end of its search.');
  const { purpose, ratePerSecond } = move;
  const step = stepOf(record, { step: wish.number, purpose, ratePerSecond, folder, tookMs });
  return { ...search, isSimulated: search.isSimulated || step.isSimulated, steps: [...search.steps, step] };
}

function cutStep({ number, ...rest }: CutRun): CutStep {
  return { step: number, ...rest };
}
