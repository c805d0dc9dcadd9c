/** One line for each finished repetition: what it was, what it showed, and how long the rest will take. */
import { formatDuration } from '../../kit/format.js';
import type { Repetition, RtoRecord } from '../../model/rto.js';
import { plainText } from '../../catalog/reporters/words/wrap.js';
import { phaseOf, recoveryTimesOf, verdictOf, victimsOf } from './repetition-words.js';

/** Ends without a line break. */
export function progressLine(repetition: Repetition, study: RtoRecord): string {
  const { icon, word } = verdictOf(repetition);
  const { conclusive } = study.findings;
  const head = `repetition ${repetition.variation.repetition} (${conclusive} of ${study.wanted} count)`;
  const result = `${victimsOf(repetition)} ${phaseOf(repetition)}: recovery time ${recoveryTimesOf(repetition)}, ${icon} ${word}`;
  const why = repetition.inconclusive === null ? '' : `; it does not count: ${repetition.inconclusive}`;
  return plainText(`${head}: ${result}${why.replace(/\.$/u, '')}; ${remainsOf(study)}`);
}

/** By the mean of the repetitions that were timed. */
export function remainsOf({ repetitions, findings, wanted }: RtoRecord): string {
  const left = Math.max(0, wanted - findings.conclusive);
  if (left === 0) return 'done';
  const took = repetitions.flatMap(({ tookMs }) => (tookMs === null ? [] : [tookMs]));
  if (took.length === 0) return `${left} to go`;
  const meanMs = took.reduce((sum, each) => sum + each, 0) / took.length;
  return `${left} to go, about ${formatDuration(meanMs * left)}`;
}
