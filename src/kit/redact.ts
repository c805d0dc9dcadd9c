/** Removes passwords from whatever is written down: URLs keep their user and host, never the secret between them. */

const passwordInUrl = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s:]*:)(?:(?![a-z][a-z0-9+.-]*:\/\/)[^\n])*(?=@)/giu;

/** The same where the scheme was forgotten or misspelt: what is wrong is shown to its author, and perhaps to a whole CI log. */
const passwordBeforeHost = /(?<=^|[\s"'=,/])([\w.%+-]+:)(?!\/\/)\S+(?=@)/gmu;

/** Where a port would stand if it were a number, but no host follows. */
const passwordWithoutHost = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s:@/]*:)(?!\d+(?![^\s/?"'*])|\*{3})[^\s@/?"']+/giu;

export function redactText(text: string): string {
  return text
    .replace(passwordInUrl, '$1***')
    .replace(passwordBeforeHost, '$1***')
    .replace(passwordWithoutHost, '$1***');
}

/** The same value with every string redacted, at any depth. */
export function redactSecrets<Value>(value: Value): Value {
  if (typeof value === 'string') return redactText(value) as Value;
  if (Array.isArray(value)) return value.map((each: unknown) => redactSecrets(each)) as Value;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, redactSecrets(each as unknown)])) as Value;
}
