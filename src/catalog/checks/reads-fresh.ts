/** Invariant 11 across sessions: what a read shows is no older than the target promises. */
import type { CheckKind } from '../../model/check.js';
import { isHistoryTold, judgeAnomalies } from './words/judge-anomalies.js';

export const readsFresh: CheckKind = {
  kind: 'reads-fresh',
  summary: 'No read shows something older than the claimed staleness.',
  invariants: [11],
  question: 'consistency',
  isDataViolation: true,
  isAsked: isHistoryTold,
  judge: (evidence) => judgeAnomalies(evidence, (needed) => needed.some(({ claim }) => claim === 'staleness')),
};
