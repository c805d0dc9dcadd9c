/** A comparison before it is judged. */
import type { ComparisonRecord } from '../../model/comparison.js';

/** What was asked for and what happened. */
export type Comparison = Omit<ComparisonRecord, 'findings'>;
