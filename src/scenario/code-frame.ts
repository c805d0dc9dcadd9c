/** Shows a place in its text: the line before, the line itself, and a mark under what is meant. */
import { redactText } from '../kit/redact.js';
import { keyInClear } from '../kit/secret-forms.js';
import type { Place } from './source.js';

/** Longer lines are cut around the mark. */
const widthMax = 110;
const contextBeforeMark = 40;

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** From 1, as editors count. */
export function positionOf({ file, start }: Place): Position {
  const before = file.text.slice(0, start);
  return { line: before.split('\n').length, column: start - before.lastIndexOf('\n') };
}

export function codeFrame(place: Place): string {
  const { line, column } = positionOf(place);
  const lines = place.file.text.split('\n').map((each) => redactLine(each.replace(/\r$/u, '')));
  const text = lines[line - 1] ?? '';
  const marked = Math.max(1, Math.min(place.end - place.start, text.length - column + 1));
  const cut = text.length > widthMax ? Math.max(0, column - 1 - contextBeforeMark) : 0;
  const gutter = String(line).length;
  const show = (number: number, content: string): string =>
    `  ${String(number).padStart(gutter)} | ${content.slice(cut, cut + widthMax)}`.trimEnd();
  const previous = lines[line - 2];
  // Tabs keep their width in the mark's line, so that it stands under the text.
  const indent = text.slice(cut, column - 1).replaceAll(/[^\t]/gu, ' ');
  return [
    ...(previous === undefined || previous.trim() === '' ? [] : [show(line - 1, previous)]),
    show(line, text),
    `  ${' '.repeat(gutter)} | ${indent}${'^'.repeat(Math.min(marked, widthMax))}`,
  ].join('\n');
}

/** What a reference says when its variable is missing is for everybody, and may well show how a URL is written. */
const messageOfReference = /(?<=\$\{\w+:\?)[^}]*(?=\})/gu;

function redactLine(line: string): string {
  const messages = line.match(messageOfReference) ?? [];
  let index = 0;
  const bare = line.replaceAll(messageOfReference, () => `${(index += 1) - 1}`);
  const redacted = redactText(bare.replaceAll(keyInClear, '$1***'));
  return redacted.replaceAll(messageOfReference, (number) => messages[Number(number)] ?? number);
}
