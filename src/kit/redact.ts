/** Removes passwords from whatever is written down: URLs keep their user and host, never the secret between them. */

const passwordInUrl = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s:]*:)(?:(?![a-z][a-z0-9+.-]*:\/\/)[^\n])*(?=@)/giu;

export function redactText(text: string): string {
  return text.replace(passwordInUrl, '$1***');
}

/** The same value with every string redacted, at any depth. */
export function redactSecrets<Value>(value: Value): Value {
  if (typeof value === 'string') return redactText(value) as Value;
  if (Array.isArray(value)) return value.map((each: unknown) => redactSecrets(each)) as Value;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, redactSecrets(each as unknown)])) as Value;
}
