/** Tables and lists of the pages that studies leave in their folders. */
import { escapeMarkdown } from '../../catalog/reporters/markdown.js';

/** Cells are taken as they are. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

export function markdownList(sentences: readonly string[]): string {
  return sentences.map((sentence) => `- ${escapeMarkdown(sentence)}`).join('\n');
}

/** A command as code, whatever is in it. */
export function markdownCommand(command: readonly string[]): string {
  return `\`${command.join(' ').replaceAll('`', '')}\``;
}
