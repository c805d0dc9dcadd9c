/** What a run has to say as GitHub workflow commands: an error per failed gate or check, a warning per undecided or warning one. */
import { annotation } from '../../../kit/workflow-command.js';
import type { RunRecord } from '../../../model/run-record.js';
import type { Verdict } from '../../../model/verdict.js';

/** GitHub shows ten per step; what comes first is shown. */
const annotationsMax = 10;

/** Lines for the standard output of a workflow step; the empty string when there is nothing to say. */
export function githubAnnotations(record: RunRecord): string {
  const gates = record.gates.map((gate) => ({
    level: levelOf(gate.verdict, gate.isWarning),
    title: `Gate ${gate.gate}`,
    text: `Observed ${gate.observed}, limit ${gate.limit}. ${gate.reason}`,
  }));
  const checks = record.checks.map((check) => ({
    level: levelOf(check.verdict, false),
    title: `Check ${check.check}`,
    text: check.statement,
  }));
  const prefix = record.isSimulated ? 'SIMULATED: ' : '';
  const said = [...checks, ...gates];
  return (['error', 'warning'] as const)
    .flatMap((level) => said.filter((each) => each.level === level).map((each) => ({ ...each, level })))
    .slice(0, annotationsMax)
    .map(({ level, title, text }) => annotation(level, { title }, prefix + text))
    .join('');
}

function levelOf(verdict: Verdict, isWarning: boolean): 'error' | 'warning' | null {
  if (verdict === 'pass') return null;
  return verdict === 'fail' && !isWarning ? 'error' : 'warning';
}
