/** Counts anomalies by kind, and keeps the stories of the first few. */
import { anomalyKinds, type Anomaly, type AnomalyKind } from '../../model/anomaly.js';

const storiesMax = 3;

export class Findings {
  readonly #found = new Map<
    AnomalyKind,
    { count: number; stalenessMsMax: number | null; stories: (readonly string[])[] }
  >();

  /** `tell` is asked only for stories that are kept. */
  add(kind: AnomalyKind, tell: () => readonly string[], stalenessMs: number | null = null): void {
    const found = this.#found.get(kind) ?? { count: 0, stalenessMsMax: null, stories: [] };
    this.#found.set(kind, found);
    found.count += 1;
    if (stalenessMs !== null) found.stalenessMsMax = Math.max(found.stalenessMsMax ?? 0, stalenessMs);
    if (found.stories.length < storiesMax) found.stories.push(tell());
  }

  /** In the order of the table of kinds. */
  list(isAtLeast: boolean): readonly Anomaly[] {
    return anomalyKinds.flatMap(({ name }) => {
      const found = this.#found.get(name);
      return found === undefined ? [] : [{ kind: name, ...found, isAtLeast }];
    });
  }
}
