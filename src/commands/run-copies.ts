/** Finds runs that are named twice: a run that is copied elsewhere, or named again, would otherwise count as two. */

export interface PlacedRun {
  readonly runId: string;
  /** As people find it. */
  readonly place: string;
}

/** A sentence for each, in the order given. */
export function copiesAmong(runs: readonly PlacedRun[]): readonly string[] {
  const first = new Map<string, string>();
  return runs.flatMap(({ runId, place }) => {
    const known = first.get(runId);
    first.set(runId, known ?? place);
    if (known === undefined) return [];
    return [known === place ? `${place} is named twice.` : `${place} is the same run as ${known}.`];
  });
}
