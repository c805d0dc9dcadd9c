/** Searches what the transactions of a run saw for anomalies. */
import type { ConsistencyFacts } from '../../model/anomaly.js';
import { accessKinds, transactionEnds } from '../../model/history.js';
import { findAnomalies } from './find-anomalies.js';
import { findFalseAbsences, type AbsenceSource } from './find-false-absences.js';
import { readHistory, type HistorySource } from './read-history.js';

const write = accessKinds.indexOf('write');
const committed = transactionEnds.indexOf('committed');

export interface SearchedRun extends HistorySource, AbsenceSource {
  /** To questions for earlier payments. */
  readonly answers: number;
  /** Whether `withdrawn` holds all there are. */
  readonly isLossKnown: boolean;
}

/** Null when the journal does not say what transactions saw. */
export function searchRun(source: SearchedRun): ConsistencyFacts | null {
  const read = readHistory(source);
  if (read === null) return null;
  const { history, names, leftOut } = read;
  const writes = history.accesses.kind.reduce((sum, kind) => sum + (kind === write ? 1 : 0), 0);
  return {
    transactions: history.transactions.end.reduce((sum, end) => sum + (end === committed ? 1 : 0), 0),
    reads: history.accesses.count - writes,
    writes,
    answers: source.answers,
    leftOut,
    isLossKnown: source.isLossKnown,
    ...findAnomalies(history, names, findFalseAbsences(source)),
  };
}
