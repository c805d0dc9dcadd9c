/** What may be said of the change from one release to the next: only what their intervals leave no doubt about. */
import { formatMeasured } from '../../kit/format.js';
import type { FaultFindings } from '../../model/rto.js';
import type { Release, TrendChange } from '../../model/trend.js';

/** Each with the one before it, and the last with the first where there are more than two. */
export function compareReleases(releases: readonly Release[]): readonly TrendChange[] {
  const pairs = releases.slice(1).map((release, index) => [releases[index] as Release, release] as const);
  const [first, last] = [releases[0], releases.at(-1)];
  const whole = releases.length > 2 && first !== undefined && last !== undefined ? [[first, last] as const] : [];
  return [...pairs, ...whole].flatMap(([from, to]) =>
    to.study.findings.faults.flatMap((after) => {
      const before = from.study.findings.faults.find(({ fault }) => fault === after.fault);
      return before === undefined ? [] : [changeOf({ from: from.name, to: to.name }, before, after)];
    }),
  );
}

type Span = readonly [lowestMs: number, highestMs: number];

function changeOf(names: Pick<TrendChange, 'from' | 'to'>, before: FaultFindings, after: FaultFindings): TrendChange {
  const { fault } = after;
  const [earlier, later] = [spanOf(before), spanOf(after)];
  const head = `After ${fault}, from ${names.from} to ${names.to}`;
  if (earlier === null || later === null) {
    const sentence = `${head}: ${medians(before, after)}; so few repetitions give no interval, so nothing is said of a change.`;
    return { fault, ...names, change: 'undecided', sentence };
  }
  const change = later[0] > earlier[1] ? 'longer' : later[1] < earlier[0] ? 'shorter' : 'undecided';
  const why =
    change === 'undecided'
      ? 'the intervals of the medians overlap, so a change is not shown, nor is it ruled out'
      : `the whole interval of the median lies ${change === 'longer' ? 'above' : 'below'} the one before: recovery got ${change}`;
  return { fault, ...names, change, sentence: `${head}: ${medians(before, after)}; ${why}.` };
}

function medians(before: FaultFindings, after: FaultFindings): string {
  return `median ${formatMeasured(before.median)}, then ${formatMeasured(after.median)}`;
}

/** With the error bars of its ends. */
function spanOf({ medianInterval }: FaultFindings): Span | null {
  if (medianInterval === null) return null;
  const { lower, upper } = medianInterval;
  return [lower.valueMs - lower.errorMs, upper.isCensored ? Infinity : upper.valueMs + upper.errorMs];
}
