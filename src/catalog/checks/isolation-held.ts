/** Invariant 9, and what is built on it: what transactions saw and changed fits an execution that the claimed isolation level permits. */
import type { CheckKind } from '../../model/check.js';
import { isHistoryTold, judgeAnomalies } from './words/judge-anomalies.js';

export const isolationHeld: CheckKind = {
  kind: 'isolation-held',
  summary:
    'No anomaly that the claimed isolation level forbids: dirty, fractured or circular reads, lost updates, write skew.',
  invariants: [9],
  question: 'consistency',
  isDataViolation: true,
  isAsked: isHistoryTold,
  judge: (evidence) => judgeAnomalies(evidence, (needed) => needed.every(({ claim }) => claim === 'isolation')),
};
