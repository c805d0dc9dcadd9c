/** Rehearses until enough repetitions count: what a repetition study plays next, and what it keeps. */
import { buildPlan } from '../../plan/build-plan.js';
import type { CutRepetition, Repetition, RtoRecord } from '../../model/rto.js';
import type { Scenario } from '../../model/scenario.js';
import { varyScenario } from '../../repeat/vary-scenario.js';
import { withEnvironment } from '../../verdict/evidence/environments.js';
import { repetitionOf } from '../../verdict/evidence/repetition-of.js';
import { sumUpStudy } from '../../verdict/evidence/sum-up-study.js';
import type { Study } from '../../verdict/evidence/study.js';
import type { CutRun } from '../study/play-run.js';
import { playStudy, type StudyRules, type StudySite, type WholeRun } from '../study/play-study.js';

export interface StudyOptions extends Omit<StudySite<RtoRecord>, 'onRun'> {
  /** With its secrets, which no record holds. */
  readonly scenario: Scenario;
  readonly spare: number;
  readonly onRepetition: (repetition: Repetition, study: RtoRecord) => void;
}

/** Rejects with what kept a repetition from being played; the study is stored before. */
export function runStudy(begun: Study, options: StudyOptions): Promise<RtoRecord> {
  return playStudy(begun, rulesOf(options), {
    ...options,
    onRun: (record) => options.onRepetition(record.repetitions.at(-1) as Repetition, record),
  });
}

/** More are played while too few count, and as long as stand-ins are left. */
function isWanting({ repetitions, wanted }: Study, spare: number): boolean {
  const conclusive = repetitions.filter((each) => each.inconclusive === null).length;
  return conclusive < wanted && repetitions.length < wanted + spare;
}

function rulesOf({ scenario, catalog, spare }: StudyOptions): StudyRules<Study, RtoRecord> {
  const varied = ({ phaseWindowMs }: Study, repetition: number) =>
    varyScenario(scenario, { repetition, phaseWindowMs, catalog });
  return {
    next: (study) => {
      const number = study.repetitions.length + 1;
      if (!isWanting(study, spare)) return null;
      const title =
        number > study.wanted ? `spare repetition ${number - study.wanted}` : `repetition ${number} of ${study.wanted}`;
      return { number, title, plan: buildPlan(varied(study, number).scenario, catalog) };
    },
    cutFolders: ({ cut }) => cut.map(({ folder }) => folder),
    withState: (study, state) => ({ ...study, state }),
    withCuts: (study, cut) => ({ ...study, cut: [...study.cut, ...cut.map(cutRepetition)] }),
    withRun: (study, run) => withRepetition(study, run, varied(study, run.wish.number).variation),
    judged: (study) => ({ ...study, findings: sumUpStudy(study) }),
  };
}

function withRepetition(study: Study, run: WholeRun, variation: Repetition['variation']): Study {
  const repetition = repetitionOf(run.record, { variation, folder: run.folder, tookMs: run.tookMs });
  const repetitions = [...study.repetitions, repetition];
  const environments = withEnvironment(study.environments ?? [], run.record.environment, variation.repetition);
  return { ...study, isSimulated: repetitions.some((each) => each.isSimulated), repetitions, environments };
}

function cutRepetition({ number, ...rest }: CutRun): CutRepetition {
  return { repetition: number, ...rest };
}
