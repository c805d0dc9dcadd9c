/** How an option that takes a whole number says that it was given something else. */

/** A whole sentence. What was no number at all has not been kept, so only the option is named. */
export function notWhole(
  option: string,
  given: number,
  { least, most }: { readonly least: number; readonly most: number },
): string {
  const was = Number.isNaN(given) ? 'something else' : String(given);
  return `--${option} takes a whole number from ${least} to ${most}, and was given ${was}.`;
}
