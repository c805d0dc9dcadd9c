/** Where what was stored is not what comes out today. */

const differencesMax = 20;

/** Paths such as "gates.2.verdict", the first ones. What comes out beyond what was stored counts only where `isExact`: a later version says more, the same one does not. */
export function differences(stored: unknown, again: unknown, isExact: boolean): readonly string[] {
  return [...walk(stored, again, { path: '', isExact })].slice(0, differencesMax);
}

interface Place {
  readonly path: string;
  readonly isExact: boolean;
}

function* walk(stored: unknown, again: unknown, { path, isExact }: Place): Generator<string> {
  if (!isNested(stored) || !isNested(again)) {
    if (!Object.is(stored, again)) yield path;
    return;
  }
  if (Array.isArray(stored) !== Array.isArray(again)) yield path;
  else if (Array.isArray(stored) && stored.length !== (again as unknown as unknown[]).length) yield path;
  else
    for (const key of new Set([...Object.keys(stored), ...(isExact ? Object.keys(again) : [])]))
      yield* walk(stored[key], again[key], { path: path === '' ? key : `${path}.${key}`, isExact });
}

function isNested(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
