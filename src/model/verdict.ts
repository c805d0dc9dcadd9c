/** The three-valued judgement and how judgements merge. */

export const verdicts = ['pass', 'inconclusive', 'fail'] as const;
export type Verdict = (typeof verdicts)[number];

/** Fail beats inconclusive beats pass; nothing to merge is inconclusive, because no data is never a pass. */
export function mergeVerdicts(list: readonly Verdict[]): Verdict {
  if (list.includes('fail')) return 'fail';
  if (list.includes('inconclusive') || list.length === 0) return 'inconclusive';
  return 'pass';
}
