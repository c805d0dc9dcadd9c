/** The exit code of a study: the worst of its repetitions, in the order in which a run ranks its own. */
import { exitCodes, type ExitCode } from '../../model/exit-code.js';
import type { Study } from './study.js';

const { healFailed, dataViolation, interrupted, gateFailed, inconclusive, pass } = exitCodes;
const worstFirst: readonly ExitCode[] = [healFailed, dataViolation, interrupted, gateFailed, inconclusive];
/** What a repetition that was cut has shown for good; that it was cut is mended by doing it again. */
const lasting: readonly number[] = [healFailed, dataViolation];

export function studyExitCode({ repetitions, cut, wanted, state }: Study, conclusive: number): ExitCode {
  const found = new Set<number | null>([
    // An inconclusive repetition decides nothing, and another may have stood in for it.
    ...repetitions.map((each) => each.exitCode).filter((code) => code !== inconclusive),
    ...cut.map((each) => each.exitCode).filter((code) => code !== null && lasting.includes(code)),
    ...(state === 'interrupted' ? [interrupted] : []),
    ...(conclusive < wanted ? [inconclusive] : []),
  ]);
  return worstFirst.find((code) => found.has(code)) ?? pass;
}
