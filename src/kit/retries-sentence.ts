/** How much of the traffic was tried again, and the second in which that made a storm of it. */
import type { RunRecord } from '../model/run-record.js';
import { counted, formatCount, formatDuration } from './format.js';

/** As many attempts that ended as operations that were due are no storm, nor are a few more. */
const stormFactor = 1.5;

/** Empty where nothing was tried again. */
export function retriesSentence({ totals, series }: Pick<RunRecord, 'totals' | 'series'>): string {
  if (totals.retries === 0) return '';
  const shares = `${formatCount(totals.retries)} of ${counted(totals.attempts, 'attempt')} were retries.`;
  const busiest = series.achievedPerSecond.reduce(
    (best, count, index) => (count > (series.achievedPerSecond[best] ?? 0) ? index : best),
    0,
  );
  const [ended, due, atMs] = [series.achievedPerSecond, series.offeredPerSecond, series.timeMs].map(
    (column) => column[busiest] ?? 0,
  ) as [number, number, number];
  if (ended < stormFactor * due) return shares;
  return `${shares} In the busiest second, ${formatDuration(atMs)} after the begin, ${formatCount(ended)} attempts ended, and ${formatCount(due)} operations were due.`;
}
