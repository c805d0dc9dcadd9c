/** The heat map in words: what one column and one cell hold. */
import { formatCount, formatDuration } from '../../../../kit/format.js';
import type { HeatMap } from '../../../../model/heat-map.js';
import type { HeatColumn } from './heat-cells.js';

/** "3.2 ms to 4 ms". */
export function rowWords({ edgesMs }: HeatMap, row: number): string {
  return `${formatDuration(edgesMs[row] ?? null)} to ${formatDuration(edgesMs[row + 1] ?? null)}`;
}

/** Where most answers lie, where the slowest do, and who got none. */
export function columnWords(map: HeatMap, { answers, unanswered }: HeatColumn): string {
  const none = `${formatCount(unanswered)} without an answer`;
  const slowest = answers.findLastIndex((count) => count > 0);
  if (slowest < 0) return unanswered === 0 ? 'nothing was due' : `nobody was answered, ${none}`;
  const most = answers.reduce((best, count, row) => (count > (answers[best] ?? 0) ? row : best), 0);
  return `most answers in ${rowWords(map, most)}, slowest in ${rowWords(map, slowest)}, ${none}`;
}

export function cellWords(map: HeatMap, { answers }: HeatColumn, row: number): string {
  const count = answers[row] ?? 0;
  return `${rowWords(map, row)}: ${formatCount(count)} ${count === 1 ? 'answer' : 'answers'}`;
}
