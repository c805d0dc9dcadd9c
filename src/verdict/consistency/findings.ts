/** Counts anomalies by kind, and keeps the stories of the first few, of stale reads those of the oldest. */
import { anomalyKinds, type Anomaly, type AnomalyKind } from '../../model/anomaly.js';
import type { Story } from '../../model/anomaly-story.js';

const storiesMax = 3;

interface Found {
  count: number;
  stories: Story[];
}

interface AgedStory {
  readonly ageMs: number;
  readonly story: Story;
}

export class Findings {
  readonly #found = new Map<AnomalyKind, Found>();
  /** Of all stale reads. */
  readonly #agesMs: number[] = [];
  /** From the oldest on. */
  #oldest: readonly AgedStory[] = [];

  /** `tell` is asked only for stories that are kept. */
  add(kind: AnomalyKind, tell: () => Story): void {
    const found = this.#found.get(kind) ?? { count: 0, stories: [] };
    this.#found.set(kind, found);
    found.count += 1;
    if (found.stories.length < storiesMax) found.stories.push(tell());
  }

  addStale(ageMs: number, tell: () => Story): void {
    this.#agesMs.push(ageMs);
    const isFull = this.#oldest.length === storiesMax;
    if (isFull && ageMs <= (this.#oldest.at(-1) as AgedStory).ageMs) return;
    const aged = [...this.#oldest, { ageMs, story: tell() }].sort((one, other) => other.ageMs - one.ageMs);
    this.#oldest = aged.slice(0, storiesMax);
  }

  /** In the order of the table of kinds. */
  list(isAtLeast: boolean): readonly Anomaly[] {
    return anomalyKinds.flatMap(({ name: kind }): readonly Anomaly[] => {
      const found = kind === 'stale-read' ? this.#stale() : this.#found.get(kind);
      return found === undefined ? [] : [{ kind, isAtLeast, agesMs: [], ...found }];
    });
  }

  #stale(): Omit<Anomaly, 'kind' | 'isAtLeast'> | undefined {
    if (this.#agesMs.length === 0) return undefined;
    const agesMs = this.#agesMs.toSorted((one, other) => other - one);
    return { count: agesMs.length, agesMs, stories: this.#oldest.map(({ story }) => story) };
  }
}
