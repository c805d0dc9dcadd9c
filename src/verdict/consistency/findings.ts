/** Counts anomalies by kind, and keeps the stories of the first few, of those with an age those of the oldest. */
import { anomalyKinds, type AgedKind, type Anomaly, type AnomalyKind } from '../../model/anomaly.js';
import type { Story } from '../../model/anomaly-story.js';

const storiesMax = 3;

interface Found {
  count: number;
  stories: Story[];
}

/** What showed the past: how old that was, and where; null where nobody can tell. */
export interface Aged {
  readonly ageMs: number;
  readonly node: string | null;
}

interface AgedStory {
  readonly ageMs: number;
  readonly story: Story;
}

interface FoundAged {
  readonly all: Aged[];
  /** From the oldest on. */
  oldest: readonly AgedStory[];
}

export class Findings {
  readonly #found = new Map<AnomalyKind, Found>();
  readonly #aged = new Map<AnomalyKind, FoundAged>();

  /** `tell` is asked only for stories that are kept. */
  add(kind: AnomalyKind, tell: () => Story): void {
    const found = this.#found.get(kind) ?? { count: 0, stories: [] };
    this.#found.set(kind, found);
    found.count += 1;
    if (found.stories.length < storiesMax) found.stories.push(tell());
  }

  addAged(kind: AgedKind, aged: Aged, tell: () => Story): void {
    const found = this.#aged.get(kind) ?? { all: [], oldest: [] };
    this.#aged.set(kind, found);
    found.all.push(aged);
    const { ageMs } = aged;
    const isFull = found.oldest.length === storiesMax;
    if (isFull && ageMs <= (found.oldest.at(-1) as AgedStory).ageMs) return;
    const stories = [...found.oldest, { ageMs, story: tell() }].sort((one, other) => other.ageMs - one.ageMs);
    found.oldest = stories.slice(0, storiesMax);
  }

  /** In the order of the table of kinds. */
  list(isAtLeast: boolean): readonly Anomaly[] {
    return anomalyKinds.flatMap(({ name: kind }): readonly Anomaly[] => {
      const found = this.#found.get(kind) ?? agedOf(this.#aged.get(kind));
      return found === undefined ? [] : [{ kind, isAtLeast, agesMs: [], ...found }];
    });
  }
}

function agedOf(found: FoundAged | undefined): Omit<Anomaly, 'kind' | 'isAtLeast'> | undefined {
  if (found === undefined) return undefined;
  const all = found.all.toSorted((one, other) => other.ageMs - one.ageMs);
  const nodes = all.map(({ node }) => node).filter((node) => node !== null);
  return {
    count: all.length,
    agesMs: all.map(({ ageMs }) => ageMs),
    ...(nodes.length === all.length ? { nodes } : {}),
    stories: found.oldest.map(({ story }) => story),
  };
}
