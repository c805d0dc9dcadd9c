/** `paystorm schema`: the JSON Schemas of what paystorm reads and writes, for editors and other tools. */
import { readFile } from 'node:fs/promises';
import { createCatalog } from '../catalog/index.js';
import { exitCodes } from '../model/exit-code.js';
import { scenarioJsonSchema } from '../scenario/json-schema.js';
import { defineCommand } from './define-command.js';

/** Files that runs and studies write; the schema of each is generated from its type and shipped. */
const written = ['record', 'rto', 'trend', 'comparison', 'peak', 'explore', 'contrast', 'baseline'] as const;
const folder = new URL('../../schema/', import.meta.url);

interface SchemaArgs {
  readonly of: 'scenario' | (typeof written)[number];
}

export const schemaCommand = defineCommand<SchemaArgs>({
  examples: [
    ['schema > scenario.schema.json', 'then name it in the first line of a scenario'],
    ['schema record', 'of record.json: what scripts may rely on'],
  ],
  options: (parser) =>
    parser.positional('of', {
      choices: ['scenario', ...written] as const,
      default: 'scenario' as const,
      describe: 'What it describes',
    }),
  async run({ of }, { terminal }) {
    terminal.out(
      of === 'scenario' ? `${JSON.stringify(scenarioJsonSchema(createCatalog()), null, 2)}\n` : await shipped(of),
    );
    return exitCodes.pass;
  },
});

function shipped(name: string): Promise<string> {
  return readFile(new URL(`${name}.schema.json`, folder), 'utf8');
}
