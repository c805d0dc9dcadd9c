/** Reads a text from left to right, piece by piece, and remembers where each piece stood. */

export interface Piece {
  readonly text: string;
  readonly offset: number;
}

export interface Scanner {
  /** Takes what matches here, skipping space before it; null and unmoved when nothing does. The expression must be sticky. */
  take(expression: RegExp): Piece | null;
  /** The rest, without the space around it. */
  rest(): Piece;
  readonly offset: number;
}

export function createScanner(text: string): Scanner {
  let offset = 0;
  const skipSpace = (): number => {
    let position = offset;
    while (position < text.length && /\s/u.test(text[position] as string)) position += 1;
    return position;
  };
  return {
    get offset() {
      return offset;
    },
    take(expression) {
      const start = skipSpace();
      expression.lastIndex = start;
      const match = expression.exec(text);
      if (match === null) return null;
      offset = start + match[0].length;
      return { text: match[0], offset: start };
    },
    rest() {
      const start = skipSpace();
      return { text: text.slice(start).trimEnd(), offset: start };
    },
  };
}
