/** Files stop at 200 lines (tests and their fixtures, being lists of cases, at 300), functions at 50. */
import { blankOut } from './blank-out.js';
import { isCode, type Rule, type TextFile } from './repository.js';

export const fileLinesMax = 200;
export const testFileLinesMax = 300;
export const functionLinesMax = 50;

export const filesShort: Rule = (files) =>
  tooLong(
    files.filter(isCode).map(({ path, text }) => ({ name: path, lines: text.trimEnd().split('\n').length })),
    (name) => (isTest(name) ? testFileLinesMax : fileLinesMax),
  );

export const functionsShort: Rule = (files) =>
  tooLong(files.filter((file) => isCode(file) && !isTest(file.path)).flatMap(functionsOf), () => functionLinesMax);

function isTest(path: string): boolean {
  return path.startsWith('test/');
}

interface Sized {
  readonly name: string;
  readonly lines: number;
}

function tooLong(all: readonly Sized[], limitOf: (name: string) => number): readonly string[] {
  return all
    .filter(({ name, lines }) => lines > limitOf(name))
    .map(({ name, lines }) => `${name} has ${lines} lines; at most ${limitOf(name)} are allowed.`);
}

/** A brace opens a function when an arrow or a parameter list (with or without a type) stands before it, and no control keyword before the list. */
const opensFunction = /(?:=>|\)(?::[^;{}=]*(?:\{[^{}()]*\}[^;{}=]*)?)?)\s*$/u;
const control = /\b(?:if|for|while|switch|catch|with)\s*(?:await\s*)?$/u;
const nameBefore = /([\w$#]+)\s*(?:=\s*(?:async\s*)?|:\s*(?:async\s*)?)?(?:<[^()]*>)?\s*$/u;

/** Named by what stands before the parameters, from the head's line to the closing brace. */
function functionsOf({ path, text }: TextFile): readonly Sized[] {
  const code = blankOut(text);
  const open: ({ readonly name: string; readonly line: number } | null)[] = [];
  const found: Sized[] = [];
  let line = 1;
  for (let at = 0; at < code.length; at += 1) {
    if (code[at] === '\n') line += 1;
    if (code[at] === '{') open.push(headOf(code, at, line));
    if (code[at] !== '}') continue;
    const head = open.pop() ?? null;
    if (head !== null) found.push({ name: `${path} ${head.name}`, lines: line - head.line + 1 });
  }
  return found;
}

function headOf(code: string, brace: number, line: number): { readonly name: string; readonly line: number } | null {
  const before = code.slice(Math.max(0, brace - 2_000), brace);
  if (!opensFunction.test(before)) return null;
  const list = parametersStart(before);
  const head = before.slice(0, list);
  if (control.test(head)) return null;
  return { name: nameBefore.exec(head)?.[1] ?? 'anonymous', line: line - (before.slice(list).split('\n').length - 1) };
}

/** Where the parentheses of the parameter list open; the text's end when there are none, as in `x => {`. */
function parametersStart(before: string): number {
  let depth = 0;
  for (let at = before.lastIndexOf(')'); at >= 0; at -= 1) {
    if (before[at] === ')') depth += 1;
    if (before[at] === '(') depth -= 1;
    if (depth === 0) return at;
  }
  return before.length;
}
