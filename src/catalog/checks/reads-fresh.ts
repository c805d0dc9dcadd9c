/** Invariant 11 across sessions: what a read shows is no older than the target promises, and a payment that was acknowledged is not said to be missing. An API, too, answers for the latter. */
import type { CheckKind } from '../../model/check.js';
import { isHistoryTold, judgeAnomalies } from './words/judge-anomalies.js';

export const readsFresh: CheckKind = {
  kind: 'reads-fresh',
  summary: 'No read shows something older than the claimed staleness.',
  invariants: [11],
  question: 'consistency',
  isDataViolation: true,
  isAsked: (evidence) => isHistoryTold(evidence) || (evidence.consistency?.answers ?? 0) > 0,
  judge: (evidence) => judgeAnomalies(evidence, (needed) => needed.some(({ claim }) => claim === 'staleness')),
};
