/** Lines that GitHub's runner reads from the output of a step and shows as annotations, beside the file that they name. */

/** Where and under what: `file` as seen from the repository, `line` and `col` from 1. */
type AnnotationProperties = Readonly<
  Partial<Record<'title' | 'file', string>> & Partial<Record<'line' | 'col', number>>
>;

/** One line, whatever the text holds. */
export function annotation(level: 'error' | 'warning', properties: AnnotationProperties, text: string): string {
  const named = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  return `::${level} ${named.join(',')}::${escapeMessage(text)}\n`;
}

/** A line break would begin a new command: the runner reads these escapes back. */
function escapeMessage(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function escapeProperty(text: string): string {
  return escapeMessage(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
