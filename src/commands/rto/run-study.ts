/** Rehearses until enough repetitions count, and stores the study after each, so that no more than one repetition is ever lost. */
import { messageOf } from '../../kit/error.js';
import { exitCodes } from '../../model/exit-code.js';
import type { Plan } from '../../model/plan.js';
import type { Catalog } from '../../model/registry.js';
import type { Repetition, RtoRecord } from '../../model/rto.js';
import type { Scenario } from '../../model/scenario.js';
import { sumUpStudy } from '../../verdict/evidence/sum-up-study.js';
import type { Study } from '../../verdict/evidence/study.js';
import { forgottenCuts, playRepetition, type Played } from './play-repetition.js';

export interface StudyOptions {
  readonly directory: string;
  /** With its secrets, which no record holds. */
  readonly scenario: Scenario;
  readonly catalog: Catalog;
  readonly spare: number;
  readonly signal: AbortSignal;
  /** Plays a plan and journals it in a folder, and leaves nothing running. */
  readonly rehearse: (plan: Plan, directory: string) => Promise<void>;
  readonly nowMs: () => number;
  readonly store: (record: RtoRecord) => Promise<void>;
  readonly onRepetition: (repetition: Repetition, study: RtoRecord) => void;
  readonly onTrouble: (text: string) => void;
}

/** Rejects with what kept a repetition from being played; the study is stored before. */
export async function runStudy(begun: Study, options: StudyOptions): Promise<RtoRecord> {
  const cut = [...begun.cut, ...(await forgottenCuts(begun, options))];
  let study: Study = { ...begun, cut, state: 'running' };
  await options.store(judged(study));
  while (isWanting(study, options.spare)) {
    if (options.signal.aborted) return end(study, 'interrupted', options);
    const played = await playRepetition(study, options);
    study = withPlayed(study, played);
    if (played.error !== null) {
      const record = await end(study, 'interrupted', options);
      if (options.signal.aborted) return record;
      throw played.error;
    }
    if (played.repetition === null) return end(study, 'interrupted', options);
    const record = judged(study);
    await options.store(record);
    options.onRepetition(played.repetition, record);
    // On a target that is left dirty nothing more may be measured.
    if (played.repetition.exitCode === exitCodes.healFailed) return end(study, 'interrupted', options);
  }
  return end(study, 'finished', options);
}

/** More are played while too few count, and as long as stand-ins are left. */
export function isWanting({ repetitions, wanted }: Study, spare: number): boolean {
  const conclusive = repetitions.filter((each) => each.inconclusive === null).length;
  return conclusive < wanted && repetitions.length < wanted + spare;
}

function withPlayed(study: Study, { repetition, cut }: Played): Study {
  const repetitions = repetition === null ? study.repetitions : [...study.repetitions, repetition];
  const isSimulated = repetitions.some((each) => each.isSimulated);
  return { ...study, isSimulated, repetitions, cut: [...study.cut, ...cut] };
}

async function end(study: Study, state: Study['state'], { store, onTrouble }: StudyOptions): Promise<RtoRecord> {
  const record = judged({ ...study, state });
  try {
    await store(record);
  } catch (error) {
    onTrouble(`The end of the study could not be stored: ${messageOf(error)}`);
  }
  return record;
}

function judged(study: Study): RtoRecord {
  return { ...study, findings: sumUpStudy(study) };
}
