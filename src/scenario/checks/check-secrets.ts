/** Secrets that stand in a scenario file in clear, where whoever can read the file, or its history, can read them: allowed, and told. */
import { isSecret, redactText, redactWords } from '../../kit/redact.js';
import { splitByReferences } from '../../kit/references.js';
import type { Report } from '../overlay.js';
import { problemAt } from '../problem.js';
import type { SourceNode, SourceScalar } from '../source.js';

/** Before variables are put in. What the command line says stands in no file. */
export function checkSecrets(node: SourceNode, warn: Report): void {
  switch (node.kind) {
    case 'scalar':
      return isClear(node) ? tell(node, warn) : undefined;
    case 'list':
      return checkList(node.items, warn);
    case 'map':
      for (const [key, { value }] of node.entries) {
        if (value.kind === 'scalar' && isNamedSecret(key, value)) tell(value, warn);
        else checkSecrets(value, warn);
      }
      return undefined;
    default:
      return node satisfies never;
  }
}

/** A word may be a secret because of the one before it. */
function checkList(items: readonly SourceNode[], warn: Report): void {
  const words = items.map(wordOf);
  const redacted = redactWords(words);
  for (const [index, item] of items.entries()) {
    if (item.kind !== 'scalar') checkSecrets(item, warn);
    else if (words[index] !== redacted[index] && !isTyped(item)) tell(item, warn);
  }
}

function isClear(node: SourceScalar): boolean {
  const word = wordOf(node);
  return redactText(word) !== word && !isTyped(node);
}

function isNamedSecret(key: string, node: SourceScalar): boolean {
  const isWord = typeof node.value === 'string' || typeof node.value === 'number';
  return isWord && isSecret(key, wordOf(node)) && !isTyped(node);
}

/** A default is for everybody to see; what is secret about the variable comes from the environment. */
function wordOf(node: SourceNode): string {
  if (node.kind !== 'scalar') return '';
  const pieces = splitByReferences(String(node.value));
  return pieces.map(({ text, isReference }) => (isReference ? '${VAR}' : text)).join('');
}

function isTyped({ place }: SourceScalar): boolean {
  return place.file.name.startsWith('--');
}

function tell(node: SourceScalar, warn: Report): void {
  const isUrl = String(node.value).includes('://');
  const message = isUrl ? 'This URL holds a password in clear.' : 'This word looks like a secret in clear.';
  const remedy = isUrl
    ? 'Give it by reference: mysql://user:${DB_PASSWORD}@host, or the whole URL as ${DB_URL}.'
    : 'Give it by reference, such as ${DB_PASSWORD}: it is put in only when the command runs.';
  warn(problemAt(node.place, { message, remedy }));
}
