/** What single tries tell a gate: how many of them ended with an error, by the time they ended. */
import { formatCount } from '../../kit/format.js';
import { errorClasses } from '../../model/outcome.js';
import { noError } from '../attempt-columns.js';
import { formatFigure } from '../../kit/format-figure.js';
import { nothingObserved, type GateEvidence, type Ranges } from './gate-evidence.js';
import type { Observer } from './gate-evidence.js';

export const errorRate: Observer = (gate, evidence, ranges) => {
  const { all, failed } = countAttempts(evidence, ranges, gate.tags['class'] ?? null);
  if (all === 0) return nothingObserved('No attempt ended in this scope.');
  const value = (failed / all) * 100;
  return { value, text: `${formatFigure(value, 'percent')} (${formatCount(failed)} of ${formatCount(all)})` };
};

interface AttemptCounts {
  readonly all: number;
  readonly failed: number;
}

/** One pass over the column: attempts of several threads are not in order of time. */
function countAttempts({ columns }: GateEvidence, ranges: Ranges, errorClass: string | null): AttemptCounts {
  const { count, endMs, errorClass: classes } = columns.attempts;
  const wanted = errorClass === null ? null : errorClasses.findIndex((each) => each === errorClass);
  let all = 0;
  let failed = 0;
  for (let index = 0; index < count; index += 1) {
    const atMs = endMs[index] as number;
    if (!ranges.some(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs)) continue;
    all += 1;
    const found = classes[index] as number;
    if (found !== noError && (wanted === null || found === wanted)) failed += 1;
  }
  return { all, failed };
}
