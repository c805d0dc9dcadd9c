/** What scripts may rely on: the committed schemas are those of the types, and records are as their schema says. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { recordSchemas } from '../../../tools/record-schemas.mjs';

const root = new URL('../../../', import.meta.url);
const golden = new URL('test/golden/', root);
const read = (path: string, base = root): string => readFileSync(new URL(path, base), 'utf8');
const records = readdirSync(golden).filter((name) => name.endsWith('.record.json'));

it.each(recordSchemas())('$path is what `npm run docs` would write', ({ path, text }) => {
  expect(read(path) === text, `${path} is stale: run npm run docs.`).toBe(true);
});

describe('the schema of record.json', () => {
  const schema = z.fromJSONSchema(closed(JSON.parse(read('schema/record.schema.json'))) as never);

  it.each(records)('describes every field of %s', (name) => {
    expect(schema.safeParse(JSON.parse(read(name, golden))).error?.issues).toBeUndefined();
  });

  it.each([
    ['a number as text', { exitCode: '0' }],
    ['a verdict that there is not', { verdict: 'fine' }],
    ['a field that it does not know', { surprise: 1 }],
  ])('refuses %s', (_what, wrong) => {
    const record = JSON.parse(read(records[0] as string, golden)) as object;
    expect(schema.safeParse({ ...record, ...wrong }).success).toBe(false);
  });

  it('refuses a record without its verdict', () => {
    const { verdict: _verdict, ...rest } = JSON.parse(read(records[0] as string, golden)) as Record<string, unknown>;
    expect(schema.safeParse(rest).success).toBe(false);
  });
});

/** The same, where no object may have a field that is not described. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return 'properties' in schema && !('additionalProperties' in schema)
    ? { ...inner, additionalProperties: false }
    : inner;
}
