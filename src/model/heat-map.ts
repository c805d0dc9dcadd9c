/** How long customers waited, over time: arrivals counted by when they were due and by how long their answer took. */

/** Percentiles hide how many were slow and that some got no answer; cells show both. */
export interface HeatMap {
  /** Width of a column; the first one begins where the plan does. */
  readonly columnMs: number;
  /** Response times at the edges of the rows, from the fastest on: one more than there are rows. The slowest row holds whatever was slower still. */
  readonly edgesMs: readonly number[];
  /** For each column, how many correct answers lie in each row; empty rows at its end are left out. */
  readonly answers: readonly (readonly number[])[];
  /** For each column, how many arrivals that were due got no correct answer. */
  readonly unanswered: readonly number[];
}
