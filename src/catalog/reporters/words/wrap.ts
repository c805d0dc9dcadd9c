/** Fits sentences to a terminal and takes the power over it away from texts that come from a scenario or a server. */

/** What our own colours look like; they are added after foreign text was made plain. */
const paintSequence = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

/** Breaks at blanks; later lines are indented by two more. Colours do not count as width. */
export function wrapText(text: string, columns: number, indent = ''): string {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(' ')) {
    if (line.trim() !== '' && visibleLength(line) + 1 + visibleLength(word) > columns) {
      lines.push(line);
      line = `${indent}  `;
    }
    line = line.trim() === '' ? `${line}${word}` : `${line} ${word}`;
  }
  return [...lines, line].join('\n');
}

/** Without control and formatting characters: nothing in it can move the cursor, colour the screen or reverse the writing direction. */
export function plainText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');
}

export function visibleLength(text: string): number {
  return [...text.replace(paintSequence, '')].length;
}
