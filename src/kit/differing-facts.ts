/** Lays two flat lists of settings side by side. */
import type { Difference, Facts } from '../model/sample.js';

/** By name; a setting that one side lacks is shown as a dash. */
export function differingFacts(before: Facts, after: Facts): readonly Difference[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.flatMap((what) => {
    const [one = '–', other = '–'] = [before[what], after[what]];
    return one === other ? [] : [{ what, before: one, after: other }];
  });
}
