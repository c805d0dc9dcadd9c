/** What a planned operation did to the traffic, in sentences that every report shares. */
import { formatDuration, formatPercent } from '../../../kit/format.js';
import type { FaultRecovery, ServedShare } from '../../../model/recovery.js';

/** Null for a fault, which nobody planned. */
export function plannedSentence({ planned, fault }: FaultRecovery): string | null {
  if (planned === undefined) return null;
  const { tookMs, stays, served } = planned;
  const stay = stays ? ', and stays so' : '';
  const took =
    tookMs === null
      ? `${fault} was not seen to be done`
      : `${fault} was done after ${formatDuration(tookMs.valueMs)}${stay}`;
  const moved = served.filter(({ beforeRatio, afterRatio }) => beforeRatio !== 0 || afterRatio !== 0);
  const shares = moved.map((share) => `${share.node} ${shareWords(share)}`).join(', ');
  return `Planned: ${took}.${shares === '' ? '' : ` Payments served before and after: ${shares}.`}`;
}

function shareWords({ beforeRatio, afterRatio, firstAnswerMs }: ServedShare): string {
  const first = firstAnswerMs === null ? '' : ` (its first ${formatDuration(firstAnswerMs.valueMs)} after the begin)`;
  return `${rounded(beforeRatio)} → ${rounded(afterRatio)}${first}`;
}

function rounded(ratio: number | null): string {
  return ratio === null ? 'unknown' : formatPercent(Math.round(ratio * 1_000) / 1_000);
}
