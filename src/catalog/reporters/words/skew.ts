/** How far apart the nodes were hit that a fault struck together: a zone is never lost in one instant. */
import { formatClock, formatDuration } from '../../../kit/format.js';
import type { FaultRecovery } from '../../../model/recovery.js';

/** Null where there was one node, or where they show the effect only together. */
export function skewSentence({ injection }: FaultRecovery): string | null {
  const { firstVerifiedMs, verifiedMs } = injection;
  if (firstVerifiedMs === undefined || verifiedMs === null) return null;
  return `The first node was hit at ${formatClock(firstVerifiedMs, 2)}, the last ${formatDuration(verifiedMs - firstVerifiedMs)} later.`;
}
