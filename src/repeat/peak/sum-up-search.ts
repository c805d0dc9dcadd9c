/** All steps of a search become its findings: verdict, exit code, and the sentence to quote. Nothing but the stored steps is looked at. */
import { exitCodes } from '../../model/exit-code.js';
import type { PeakEnd, PeakFindings, PeakStep } from '../../model/peak.js';
import type { Verdict } from '../../model/verdict.js';
import { cautionsOf } from './cautions.js';
import { isTargetsOwn } from './peak-limits.js';
import { findKnee } from './find-knee.js';
import type { Ended, Search } from './search.js';
import { nextMove } from './search-peak.js';
import { sentenceOf } from './search-sentences.js';

export function sumUpSearch(search: Search): PeakFindings {
  const move = nextMove(search.settings, search.steps, search.cut);
  const ended: Ended = move.kind === 'end' ? move : { end: 'searching', heldPerSecond: null };
  return {
    verdict: search.cut.some((each) => each.verdict === 'fail') ? 'fail' : verdicts[ended.end],
    exitCode: exitCodeOf(search, ended.end),
    ...ended,
    isLowerBound:
      ended.heldPerSecond !== null && (ended.end !== 'peak' || !isTargetsOwn(search.steps, ended.heldPerSecond)),
    sentence: sentenceOf(search, ended),
    cautions: cautionsOf(search, ended),
    kneePerSecond: findKnee(search.steps.filter(isOnCurve).map(pointOf)),
  };
}

const verdicts: Readonly<Record<PeakEnd, Verdict>> = {
  searching: 'inconclusive',
  peak: 'pass',
  'up-to': 'pass',
  generator: 'inconclusive',
  open: 'inconclusive',
  below: 'fail',
  unmeasured: 'inconclusive',
  'data-violation': 'fail',
  'heal-failed': 'fail',
};

const codes: Readonly<Record<PeakEnd, number>> = {
  searching: exitCodes.interrupted,
  peak: exitCodes.pass,
  'up-to': exitCodes.pass,
  generator: exitCodes.inconclusive,
  open: exitCodes.inconclusive,
  below: exitCodes.gateFailed,
  unmeasured: exitCodes.inconclusive,
  'data-violation': exitCodes.dataViolation,
  'heal-failed': exitCodes.healFailed,
};

/** What a step that was cut had shown of wrong data, or left dirty, stands. */
function exitCodeOf({ cut }: Search, end: PeakEnd): number {
  const grave = [exitCodes.healFailed, exitCodes.dataViolation] as const;
  return grave.find((code) => codes[end] === code || cut.some(({ exitCode }) => exitCode === code)) ?? codes[end];
}

/** What the generator could not drive says nothing about the target. */
function isOnCurve({ outcome, responseTimeMsP99 }: PeakStep): boolean {
  return outcome !== 'open' && responseTimeMsP99 !== null;
}

function pointOf({ ratePerSecond, responseTimeMsP99 }: PeakStep) {
  return { ratePerSecond, responseTimeMsP99: responseTimeMsP99?.valueMs ?? 0 };
}
