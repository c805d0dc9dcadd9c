/** How far a gate is from its limit, for every reporter: room is +, exceeding is −, and what is almost nothing keeps a decimal. */

/** `marginRatio` as in the record; a dash where a distance has no meaning. */
export function marginWords(marginRatio: number | null): string {
  if (marginRatio === null) return '–';
  const percent = Math.abs(marginRatio) * 100;
  const digits = percent < 1 ? percent.toFixed(1) : String(Math.round(percent));
  if (Number(digits) === 0) return '0 %';
  return `${marginRatio < 0 ? '−' : '+'}${digits} %`;
}
