/** The JSON Schema of scenario files, for editors and other tools; generated from the one schema, never written by hand. */
import { z } from 'zod';
import type { Catalog } from '../model/registry.js';
import { scenarioSchemaOf } from './schema/scenario-schema.js';

export type JsonSchema = Readonly<Record<string, unknown>>;

export function scenarioJsonSchema(catalog: Catalog): JsonSchema {
  const { $schema, required, properties, ...rest } = z.toJSONSchema(scenarioSchemaOf(catalog), {
    io: 'input',
  }) as JsonSchema & { readonly required: readonly string[]; readonly properties: JsonSchema };
  return {
    $schema,
    title: 'paystorm scenario',
    description: 'What traffic arrives at a payment platform, what breaks and when, and what must hold.',
    ...rest,
    properties: { ...properties, ...fileKeys },
    // A file that extends another may leave to it what a scenario must have.
    anyOf: [{ required }, { required: ['extends'] }],
  };
}

/** Keys that are resolved before the schema looks. */
const fileKeys: JsonSchema = {
  extends: {
    type: 'string',
    description:
      'A scenario file, relative to this one, over which this one is laid: keys win over keys, lists replace lists.',
    examples: ['base.yaml'],
  },
  profiles: {
    type: 'object',
    description:
      'Overlays by name, chosen with `--profile`. A map over a list of named things changes those of that name.',
    additionalProperties: { type: 'object' },
  },
};
