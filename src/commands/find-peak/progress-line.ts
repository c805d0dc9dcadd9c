/** One line for each finished step: what was played, what it showed, and what comes next. */
import { printDuration } from '../../kit/duration.js';
import { formatNumber } from '../../kit/format.js';
import type { PeakRecord, PeakStep } from '../../model/peak.js';
import { plainText } from '../../catalog/reporters/words/wrap.js';
import { nextMove } from '../../repeat/peak/search-peak.js';
import { lengthOf } from '../../repeat/peak/step-scenario.js';
import { kindOf, rateOf, statusOf, waitedOf, whyOf } from './step-words.js';

/** Ends without a line break. */
export function progressLine(step: PeakStep, record: PeakRecord): string {
  const { icon } = statusOf(step);
  const length = printDuration(lengthOf(step.purpose, record.settings));
  const head = `${kindOf(step)} ${step.step}: ${rateOf(step)} for ${length}, p99 ${waitedOf(step.responseTimeMsP99)}`;
  const why =
    (step.outcome === 'open' || step.gate === null) && step.why !== null ? `${whyOf(step)}: ${step.why}` : whyOf(step);
  return plainText(`${head}  ${icon} ${why.replace(/\.$/u, '')}${nextWords(record)}`);
}

function nextWords({ settings, steps, cut }: PeakRecord): string {
  const move = nextMove(settings, steps, cut);
  if (move.kind === 'end') return '';
  const what = move.purpose === 'hold' ? 'hold' : 'next';
  return `; ${what} ${formatNumber(move.ratePerSecond)}/s`;
}
