/** Turns judgements into the one verdict and the one exit code. The order of the rules is their rank. */
import { exitCodes, type ExitCode } from '../model/exit-code.js';
import type { CheckResult, GateResult, RunRecord } from '../model/run-record.js';
import { mergeVerdicts, type Verdict } from '../model/verdict.js';

export interface Judgements {
  readonly finish: RunRecord['finish'];
  readonly checks: readonly CheckResult[];
  readonly gates: readonly GateResult[];
  /** Gates on lost, double, partial or drifted payments that failed. */
  readonly brokenPromises: readonly string[];
  /** Faults whose heal failed and was not made up for. */
  readonly unhealed: readonly string[];
  /** Reasons why the run as a whole decides nothing: a sick generator, a fault without effect. */
  readonly doubts: readonly string[];
  /** What was not seen of the run, and makes no verdict doubtful. */
  readonly caveats: readonly string[];
}

/** Found by a check, or by a gate on the data that is stricter than what the target claims. */
export function hasDataViolation({ checks, brokenPromises }: Judgements): boolean {
  return brokenPromises.length > 0 || checks.some((check) => check.isDataViolation && check.verdict === 'fail');
}

/** A run that was cut short can only show what is wrong, never that all is well; what its gates say of the part that ran decides nothing. */
export function verdictOf(judgements: Judgements): Verdict {
  if (hasDataViolation(judgements)) return 'fail';
  const { finish, doubts, checks, gates } = judgements;
  if (finish === 'killed' || finish === 'interrupted') return 'inconclusive';
  const doubted: Verdict[] = doubts.length > 0 || finish === 'thread-died' ? ['inconclusive'] : [];
  return mergeVerdicts([...checks.map((check) => check.verdict), ...gateVerdicts(gates), ...doubted]);
}

export function exitCodeOf(judgements: Judgements): ExitCode {
  if (judgements.unhealed.length > 0) return exitCodes.healFailed;
  if (hasDataViolation(judgements)) return exitCodes.dataViolation;
  if (judgements.finish === 'interrupted') return exitCodes.interrupted;
  switch (verdictOf(judgements)) {
    case 'fail':
      return exitCodes.gateFailed;
    case 'inconclusive':
      return exitCodes.inconclusive;
    default:
      return exitCodes.pass;
  }
}

/** A warning never fails a run, and one that cannot be judged never makes it inconclusive. */
function gateVerdicts(gates: readonly GateResult[]): readonly Verdict[] {
  return gates.filter((gate) => !gate.isWarning).map((gate) => gate.verdict);
}
