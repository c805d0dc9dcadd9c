/** One schema out of many catalog entries: a key names the kind, the other keys are that kind's settings. */
import { z } from 'zod';

export interface UnionParts {
  /** The key that names the kind: `topology`, `fault`, `shape`. */
  readonly key: string;
  readonly kinds: readonly { readonly kind: string; readonly summary: string; readonly settings: z.ZodType }[];
  /** Keys that all kinds share; no kind may use them for its own settings. */
  readonly keys: Readonly<Record<string, z.ZodType>>;
  readonly others?: readonly z.ZodObject[];
}

export type KindRecord = Readonly<Record<string, unknown>>;

/** Decodes to one flat object. Settings must be a strict object, so that unknown keys are noticed and shared keys can be added. */
export function unionByKind({ key, kinds, keys, others = [] }: UnionParts): z.ZodType<KindRecord, KindRecord> {
  const members = kinds.map(({ kind, summary, settings }) => {
    if (!(settings instanceof z.ZodObject)) throw new Error(`The settings of "${kind}" must be a z.strictObject.`);
    const taken = Object.keys(settings.shape).find((name) => name === key || name in keys);
    if (taken !== undefined) throw new Error(`The settings of "${kind}" use the key "${taken}", which is not theirs.`);
    return settings
      .safeExtend({ ...keys, [key]: z.literal(kind).describe(summary) })
      .meta({ title: kind, description: summary });
  });
  const options = [...others, ...members];
  if (options.length === 0) return z.never();
  const union = z.discriminatedUnion(key, options as unknown as [z.ZodObject, ...z.ZodObject[]]);
  return union.check(checkSharedKeys(key, z.looseObject(keys)));
}

/** Of a kind that is not known, the keys that every kind has can still be wrong. */
function checkSharedKeys(key: string, shared: z.ZodType): z.core.$ZodCheck<KindRecord> {
  const check = z.check<KindRecord>((payload) => {
    for (const issue of shared.safeParse(payload.value).error?.issues ?? [])
      payload.issues.push({ ...issue, input: payload.value } as z.core.$ZodRawIssue);
  });
  check._zod.def.when = ({ issues, value }) =>
    isMap(value) &&
    issues.some(({ code, path = [] }) => code === 'invalid_union' && path.length === 1 && path[0] === key);
  return check;
}

function isMap(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
