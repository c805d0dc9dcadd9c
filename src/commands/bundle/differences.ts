/** Where what was stored is not what comes out today. What a later version says beyond that is no difference. */

const differencesMax = 20;

/** Paths such as "gates.2.verdict", the first ones. */
export function differences(stored: unknown, again: unknown): readonly string[] {
  return [...walk(stored, again, '')].slice(0, differencesMax);
}

function* walk(stored: unknown, again: unknown, path: string): Generator<string> {
  if (!isNested(stored) || !isNested(again)) {
    if (!Object.is(stored, again)) yield path;
    return;
  }
  if (Array.isArray(stored) !== Array.isArray(again)) yield path;
  else if (Array.isArray(stored) && stored.length !== (again as unknown as unknown[]).length) yield path;
  else
    for (const key of Object.keys(stored)) yield* walk(stored[key], again[key], path === '' ? key : `${path}.${key}`);
}

function isNested(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
