/** Says in whole sentences why the verdict is what it is, most important first. */
import type { CheckResult } from '../model/run-record.js';
import type { Judgements } from './exit-code.js';

const reasonsMax = 50;

export function reasonsFor(judgements: Judgements): readonly string[] {
  const { checks, gates, unhealed, finish, doubts, caveats } = judgements;
  const blocking = gates.filter((gate) => !gate.isWarning);
  const warnings = gates.filter((gate) => gate.isWarning && gate.verdict === 'fail');
  const reasons = [
    ...unhealed.map((reason) => `${reason} The target is left dirty: run "paystorm heal".`),
    ...checks.filter((check) => check.verdict === 'fail').map((check) => check.statement),
    ...finishReasons[finish],
    ...blocking
      .filter((gate) => gate.verdict === 'fail')
      .map((gate) => `The gate "${gate.gate}" does not hold. ${gate.reason}`),
    ...doubts,
    ...checks.filter((check) => check.verdict === 'inconclusive').map((check) => check.statement),
    ...blocking
      .filter((gate) => gate.verdict === 'inconclusive')
      .map((gate) => `The gate "${gate.gate}" cannot be judged. ${gate.reason}`),
  ];
  const cautions = warnings.map((gate) => `Warning: "${gate.gate}" does not hold. ${gate.reason}`);
  const main = reasons.length > 0 ? reasons : [allWell(blocking.length, blocking.length < gates.length, checks)];
  return [...new Set([...main, ...caveats, ...cautions])].slice(0, reasonsMax);
}

const finishReasons: Readonly<Record<Judgements['finish'], readonly string[]>> = {
  completed: [],
  interrupted: ['The run was interrupted, so only a part of it can be judged.'],
  aborted: ['A gate stopped the run before its end.'],
  // A sick instrument, which says so itself.
  'thread-died': [],
  killed: ['The journal ends in the middle of the run; what it holds is judged.'],
};

function allWell(gates: number, hasWarnings: boolean, checks: readonly CheckResult[]): string {
  const which = hasWarnings ? 'gate that is more than a warning' : 'gate';
  const held = gates === 0 ? '' : `Every ${which} holds (${gates} of ${gates}), and `;
  const allowed = checks.filter((check) => check.isAllowed === true);
  const own = checks.length - allowed.length;
  const share = `(${own} of ${checks.length})`;
  const sentence =
    allowed.length === 0
      ? `${held}every check of the ledger passes ${share}.`
      : `${held}every check of the ledger passes ${share} but ${allowed.map((check) => check.check).join(', ')}: ${allowed.map((check) => check.statement).join(' ')}`;
  return `${sentence[0]?.toUpperCase() ?? ''}${sentence.slice(1)}`;
}
