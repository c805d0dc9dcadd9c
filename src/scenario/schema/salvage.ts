/** Decodes what is left of a value when its mistakes are taken out: one wrong key must not hide what is wrong elsewhere. */
import type { z } from 'zod';

/** The mistakes themselves are not reported here: the whole scenario's schema has done so. */
export function salvage<Output>(schema: z.ZodType<Output>, value: unknown): z.ZodSafeParseResult<Output> {
  const first = schema.safeParse(value);
  if (first.success) return first;
  const rest = structuredClone(value);
  for (const issue of first.error.issues) {
    if (issue.code === 'unrecognized_keys') for (const key of issue.keys) remove(rest, [...issue.path, key]);
    else remove(rest, issue.path);
  }
  return schema.safeParse(rest);
}

function remove(value: unknown, path: readonly PropertyKey[]): void {
  const [step, ...rest] = path;
  if (step === undefined || typeof value !== 'object' || value === null) return;
  if (rest.length > 0) remove((value as Record<PropertyKey, unknown>)[step], rest);
  else if (!Array.isArray(value)) Reflect.deleteProperty(value, step);
}
