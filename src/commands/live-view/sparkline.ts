/** A line of block characters, one per second: enough to see an outage while it happens. */

const blocks = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/** The last `width` values against the largest of them. Zero is blank and anything above it is visible. */
export function sparkline(values: readonly number[], width: number): string {
  const shown = values.slice(-width);
  const top = Math.max(...shown, 1);
  return shown.map((value) => blocks[value <= 0 ? 0 : Math.max(1, Math.round((value / top) * 8))] ?? ' ').join('');
}
