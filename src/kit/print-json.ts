/** JSON as it is written for others: indented, and with an end of its last line. */
export function printJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
