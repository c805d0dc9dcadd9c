/** Quotes the few texts of our own that enter SQL; numbers go in as they are. */

export function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
