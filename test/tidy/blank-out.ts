/** Blanks out comments, strings and regular expressions, so that braces and names that remain are code. Lines keep their numbers, and code keeps its columns. */

/** A slash after one of these begins a regular expression; elsewhere it divides. */
const beforeRegExp = /(?:^|[(,=:[!&|?{};+\-*%<>~^]|\b(?:return|case|typeof|in|of))\s*$/u;

export function blankOut(text: string): string {
  let code = '';
  /** Depth of braces inside each open `${`, innermost last. */
  const holes: number[] = [];
  for (let at = 0; at < text.length;) {
    const depth = holes.at(-1);
    if (text[at] === '{' && depth !== undefined) holes[holes.length - 1] = depth + 1;
    if (text[at] === '}' && depth === 0) {
      holes.pop();
      const end = endOfTemplate(text, at + 1);
      code += blanks(text.slice(at, end));
      if (text.startsWith('${', end - 2)) holes.push(0);
      at = end;
      continue;
    }
    if (text[at] === '}' && depth !== undefined) holes[holes.length - 1] = depth - 1;
    const end = endOfText(text, at, code);
    code += end === at ? text[at] : blanks(text.slice(at, end));
    if (text[at] === '`' && text.startsWith('${', end - 2)) holes.push(0);
    at = Math.max(end, at + 1);
  }
  return code;
}

/** Where the comment, string, template piece or regular expression that begins here ends; `at` itself where none begins. */
function endOfText(text: string, at: number, before: string): number {
  const two = text.slice(at, at + 2);
  if (two === '//') return orEnd(text.indexOf('\n', at), text);
  if (two === '/*') return orEnd(text.indexOf('*/', at + 2) + 2, text);
  const first = text[at];
  if (first === "'" || first === '"') return endOfString(text, at);
  if (first === '`') return endOfTemplate(text, at + 1);
  if (first === '/' && beforeRegExp.test(before.slice(-20))) return endOfRegExp(text, at);
  return at;
}

/** Just past the closing quote that is the same as the opening one. */
function endOfString(text: string, at: number): number {
  for (let end = at + 1; end < text.length; end += 1) {
    if (text[end] === '\\') end += 1;
    else if (text[end] === text[at] || text[end] === '\n') return end + 1;
  }
  return text.length;
}

/** Just past the closing back quote, or past the next `${`. */
function endOfTemplate(text: string, from: number): number {
  for (let end = from; end < text.length; end += 1) {
    if (text[end] === '\\') end += 1;
    else if (text[end] === '`') return end + 1;
    else if (text.startsWith('${', end)) return end + 2;
  }
  return text.length;
}

function endOfRegExp(text: string, at: number): number {
  let isInClass = false;
  for (let end = at + 1; end < text.length && text[end] !== '\n'; end += 1) {
    if (text[end] === '\\') end += 1;
    else if (text[end] === '[') isInClass = true;
    else if (text[end] === ']') isInClass = false;
    else if (text[end] === '/' && !isInClass) return end + 1;
  }
  return at;
}

function orEnd(index: number, text: string): number {
  return index < 2 ? text.length : index;
}

function blanks(text: string): string {
  return text.replaceAll(/[^\n]/gu, ' ');
}
