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

/** Each line by itself, with the indent that it has. */
export function wrapLines(text: string, columns: number): string {
  const lines = text.split('\n').map((line) => {
    const indent = /^ */u.exec(line)?.[0] ?? '';
    return wrapText(line.slice(indent.length), columns, indent);
  });
  return lines.join('\n');
}

/** Without control and formatting characters: nothing in it can move the cursor, colour the screen or reverse the writing direction. */
export function plainText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');
}

const segmenter = new Intl.Segmenter();
const wide = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Emoji_Presentation}/u;

/** Columns of a terminal that a text takes: colours none, East Asian characters and emoji two. */
export function visibleLength(text: string): number {
  let columns = 0;
  for (const { segment } of segmenter.segment(text.replace(paintSequence, ''))) columns += wide.test(segment) ? 2 : 1;
  return columns;
}

/** The beginning of a text without colours, with an ellipsis where something was left out. */
export function cutText(text: string, columns: number): string {
  if (visibleLength(text) <= columns) return text;
  let kept = '';
  for (const { segment } of segmenter.segment(text)) {
    if (visibleLength(kept + segment) > columns - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}
