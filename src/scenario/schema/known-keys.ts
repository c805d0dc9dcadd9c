/** Which keys the schema knows at a place, so that an unknown one can be answered with the one that was meant. */
import { z } from 'zod';
import type { Path } from '../source.js';

/** Keys of the object at `path`; the value decides between the members of a union. Empty where no object belongs. */
export function knownKeys(schema: z.core.$ZodType, value: unknown, path: Path): readonly string[] {
  const [step, ...rest] = path;
  const bare = unwrap(schema);
  if (bare instanceof z.ZodDiscriminatedUnion || bare instanceof z.ZodUnion) {
    const member = chooseMember(bare, value);
    return member === null ? [] : knownKeys(member, value, path);
  }
  if (bare instanceof z.ZodObject) {
    if (step === undefined) return Object.keys(bare.shape);
    const child = (bare.shape as Readonly<Record<string, z.core.$ZodType>>)[String(step)];
    return child === undefined ? [] : knownKeys(child, childValue(value, step), rest);
  }
  if (bare instanceof z.ZodArray && step !== undefined) return knownKeys(bare.element, childValue(value, step), rest);
  return [];
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodNullable) {
    return unwrap(schema.unwrap());
  }
  return schema instanceof z.ZodPipe ? unwrap(schema.in) : schema;
}

function chooseMember(union: z.ZodUnion | z.ZodDiscriminatedUnion, value: unknown): z.core.$ZodType | null {
  if (Array.isArray(value)) return union.options.find((option) => unwrap(option) instanceof z.ZodArray) ?? null;
  const objects = union.options.filter((option) => unwrap(option) instanceof z.ZodObject);
  if (!(union instanceof z.ZodDiscriminatedUnion)) {
    const inner = union.options.find((option) => unwrap(option) instanceof z.ZodUnion);
    return objects.find((option) => hasWhatItMust(option, value)) ?? objects[0] ?? inner ?? null;
  }
  const key = union.def.discriminator;
  const wanted = childValue(value, key);
  const matches = (option: z.core.$ZodType): boolean => {
    const field = (unwrap(option) as z.ZodObject).shape[key] as z.core.$ZodType;
    return z.safeParse(field, wanted).success;
  };
  return objects.find(matches) ?? null;
}

function childValue(value: unknown, step: string | number): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[step] : undefined;
}

function hasWhatItMust(option: z.core.$ZodType, value: unknown): boolean {
  const object = unwrap(option);
  if (!(object instanceof z.ZodObject) || typeof value !== 'object' || value === null) return false;
  const required = Object.entries(object.shape).filter(([, schema]) => schema._zod.optin !== 'optional');
  return required.every(([key]) => key in value);
}
