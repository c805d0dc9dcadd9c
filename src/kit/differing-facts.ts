/** Lays flat lists of settings side by side. */
import type { Difference, Facts } from '../model/sample.js';

export interface Differing {
  readonly what: string;
  /** In the order of the lists; a dash where one has no such setting. */
  readonly values: readonly string[];
}

/** By name, what is not the same in all of them. */
export function differingAmong(lists: readonly Facts[]): readonly Differing[] {
  const names = [...new Set(lists.flatMap((facts) => Object.keys(facts)))].sort();
  return names.flatMap((what) => {
    const values = lists.map((facts) => facts[what] ?? '–');
    return new Set(values).size > 1 ? [{ what, values }] : [];
  });
}

/** The same of two. */
export function differingFacts(before: Facts, after: Facts): readonly Difference[] {
  return differingAmong([before, after]).map(({ what, values: [one = '–', other = '–'] }) => ({
    what,
    before: one,
    after: other,
  }));
}
