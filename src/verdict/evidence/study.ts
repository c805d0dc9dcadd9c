/** A study before and while it is judged: the types that its judges share. */
import type { RtoRecord, StudyFindings } from '../../model/rto.js';

/** What was asked for and what happened. */
export type Study = Omit<RtoRecord, 'findings'>;

/** What is counted and measured, without the words for it. */
export type Counted = Pick<StudyFindings, 'conclusive' | 'inconclusive' | 'grade' | 'faults' | 'objective' | 'loss'>;
