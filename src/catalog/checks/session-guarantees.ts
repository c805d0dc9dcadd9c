/** Invariant 11: a session sees what it wrote, and nothing older than it has seen before. */
import type { CheckKind } from '../../model/check.js';
import { isHistoryTold, judgeAnomalies } from './words/judge-anomalies.js';

export const sessionGuarantees: CheckKind = {
  kind: 'session-guarantees',
  summary: 'Every session sees its own writes, and nothing older than it has seen before.',
  invariants: [11],
  question: 'consistency',
  isDataViolation: true,
  isAsked: isHistoryTold,
  judge: (evidence) => judgeAnomalies(evidence, (needed) => needed.some(({ claim }) => claim === 'session')),
};
