/** The highest of any number of values: handed to Math.max one by one, those of an hour with many threads overflow the stack. */

/** Null where there is none. */
export function highest(values: readonly (number | null)[]): number | null {
  return values.reduce<number | null>(
    (most, value) => (value !== null && (most === null || value > most) ? value : most),
    null,
  );
}
