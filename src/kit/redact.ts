/** Removes passwords from whatever is written down: URLs keep their user and host, commands their options, objects their keys, never the secret. */
import { isOpen, isSecretName, secretForms } from './secret-forms.js';

export function redactText(text: string): string {
  return secretForms.reduce((redacted, { pattern, left }) => redacted.replace(pattern, left), text);
}

const wordsLookedBack = 20;

/** The words of a command: what one says of the next is heeded. */
export function redactWords(words: readonly string[]): readonly string[] {
  const redacted: string[] = [];
  for (const word of words) {
    const before = redactText(redacted.slice(-wordsLookedBack).map(inQuotes).join(' '));
    // What stands in one word belongs together, spaces or not.
    const whole = word.replaceAll(/\s/gu, '_');
    const inPlace = redactText(`${before} ${whole}`);
    const meant = inPlace.startsWith(`${before} `) ? inPlace.slice(before.length + 1) : whole;
    redacted.push(meant === whole || meant === redactText(whole) ? redactText(word) : meant);
  }
  return redacted;
}

/** One word, whatever it holds, and no end of a command. */
function inQuotes(word: string): string {
  return `'${word.replaceAll(/['\n|;&]/gu, '_')}'`;
}

/** The same value with every string redacted, at any depth, and what stands under the name of a secret. */
export function redactSecrets<Value>(value: Value): Value {
  if (typeof value === 'string') return redactText(value) as Value;
  if (Array.isArray(value)) return redactList(value) as Value;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, redactEntry(key, each)])) as Value;
}

function redactEntry(key: string, value: unknown): unknown {
  const isWord = typeof value === 'string' || typeof value === 'number';
  return isWord && isSecret(key, String(value)) ? '***' : redactSecrets(value);
}

/** Whether a value that stands under this key is a secret in clear. */
export function isSecret(key: string, value: string): boolean {
  return isSecretName(key) && isOpen(value);
}

function redactList(list: readonly unknown[]): readonly unknown[] {
  return list.every((each) => typeof each === 'string') ? redactWords(list) : list.map((each) => redactSecrets(each));
}
