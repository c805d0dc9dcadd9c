/** All repetitions of a study become its findings: verdict, exit code, and what may be said. Nothing but the stored repetitions is looked at. */
import type { FaultFindings, StudyFindings } from '../../model/rto.js';
import type { Verdict } from '../../model/verdict.js';
import { objectiveOf } from '../answers/objective.js';
import { claimsOf } from './claims.js';
import { findingsByFault, worstOf } from './fault-findings.js';
import { gradeEvidence } from './grade-evidence.js';
import { judgeObjective } from './judge-objective.js';
import { findLoss } from './loss-findings.js';
import { quoteOf } from './quote.js';
import type { Study } from './study.js';
import { studyExitCode } from './study-exit-code.js';
import { studyReasons } from './study-reasons.js';

export function sumUpStudy(study: Study): StudyFindings {
  const { scenario, repetitions } = study;
  const conclusive = repetitions.filter((each) => each.inconclusive === null);
  const names = scenario.faults.filter((fault) => fault.kind !== 'none').map((fault) => fault.name);
  const faults: readonly FaultFindings[] = findingsByFault(conclusive, names);
  const worst = worstOf(faults);
  const limitMs = objectiveOf(scenario);
  const counted = {
    conclusive: conclusive.length,
    inconclusive: repetitions.length - conclusive.length,
    grade: gradeEvidence(conclusive.filter(({ recoveries }) => recoveries.length > 0).length),
    faults,
    objective: { limitMs, status: judgeObjective(limitMs, worst, conclusive) },
    loss: findLoss(repetitions),
  };
  return {
    verdict: verdictOf(study, conclusive.length),
    exitCode: studyExitCode(study, conclusive.length),
    reasons: studyReasons(study, conclusive.length),
    ...counted,
    quote: quoteOf(study, counted, conclusive),
    ...claimsOf(study, counted),
  };
}

/** A failure stands whatever is missing; without enough conclusive repetitions nothing is passed. */
function verdictOf({ repetitions, cut, wanted, state }: Study, conclusive: number): Verdict {
  if ([...repetitions, ...cut].some((each) => each.verdict === 'fail')) return 'fail';
  return conclusive < wanted || state === 'interrupted' ? 'inconclusive' : 'pass';
}
