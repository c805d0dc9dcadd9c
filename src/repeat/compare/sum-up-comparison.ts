/**
 * Judges a comparison. It is a measurement: that a policy charges twice is what it was made to show, and no failure of it, unless it is to be strict. What makes
 * it worthless is a variant that was not played to its end, or whose run decides nothing.
 */
import { exitCodes, type ExitCode } from '../../model/exit-code.js';
import type { ComparisonFindings } from '../../model/comparison.js';
import type { Verdict } from '../../model/verdict.js';
import type { Comparison } from './comparison.js';

const { healFailed, dataViolation, interrupted, gateFailed, setupFailed, inconclusive, pass } = exitCodes;
/** In the order in which a run ranks its own. */
const worstFirst: readonly ExitCode[] = [healFailed, dataViolation, interrupted, gateFailed, setupFailed, inconclusive];
/** Found by a variant that was measured well. */
const measured: readonly number[] = [dataViolation, gateFailed];

export function sumUpComparison(comparison: Comparison): ComparisonFindings {
  const exitCode = exitCodeOf(comparison);
  return { exitCode, verdict: verdictOf(exitCode), reasons: reasonsOf(comparison) };
}

function exitCodeOf({ runs, cut, variants, state, isStrict }: Comparison): ExitCode {
  const isHeld = (code: number): boolean => isStrict || !measured.includes(code);
  const lasting = cut.flatMap(({ exitCode }) =>
    exitCode === healFailed || exitCode === dataViolation ? [exitCode] : [],
  );
  const found = new Set<number>([
    ...[...runs.map((run) => run.exitCode), ...lasting].filter(isHeld),
    ...(state === 'interrupted' ? [interrupted] : []),
    ...(runs.length < variants.length ? [inconclusive] : []),
  ]);
  return worstFirst.find((code) => found.has(code)) ?? pass;
}

function verdictOf(exitCode: ExitCode): Verdict {
  if (exitCode === pass) return 'pass';
  return exitCode === inconclusive || exitCode === interrupted ? 'inconclusive' : 'fail';
}

function reasonsOf({ runs, variants, state, isStrict }: Comparison): readonly string[] {
  const open = runs.filter(({ verdict }) => verdict === 'inconclusive');
  const failed = runs.filter(({ verdict }) => verdict === 'fail');
  const isWhole = runs.length === variants.length && open.length === 0;
  return [
    ...(state === 'interrupted'
      ? ['The comparison was interrupted; the same command with the same --out continues it.']
      : []),
    ...open.map(({ value, reasons }) => `${value} decides nothing: ${reasons[0] ?? 'its run is inconclusive.'}`),
    ...(runs.length < variants.length
      ? [`Only ${runs.length} of ${variants.length} variants were played so far.`]
      : []),
    ...(isWhole ? ['Every variant was played to its end and judged.'] : []),
    ...failed.map(({ value, reasons }) => `${value}: ${reasons[0] ?? 'its run failed.'}`),
    ...(failed.length > 0 && !isStrict
      ? ['What a variant breaks is a finding here; with --strict it is the exit code, too.']
      : []),
  ];
}
