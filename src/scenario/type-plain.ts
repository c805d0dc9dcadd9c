/** What an unquoted scalar is. Only spellings with one possible meaning become numbers; 010, 1_000, 0x10, 1e3, 12:30, yes and .inf stay text for the literal readers. */

export function typePlain(text: string): string | number | boolean | null {
  if (text === '' || text === '~' || text === 'null') return null;
  if (text === 'true' || text === 'false') return text === 'true';
  if (!/^-?(?:0|[1-9]\d*)(?:\.\d+)?$/u.test(text)) return text;
  const value = Number(text);
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? text : value;
}
