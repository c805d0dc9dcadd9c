/** `paystorm schema`: the JSON Schema of scenario files, for editors and other tools. */
import { createCatalog } from '../catalog/index.js';
import { exitCodes } from '../model/exit-code.js';
import { scenarioJsonSchema } from '../scenario/json-schema.js';
import { defineCommand } from './define-command.js';

export const schemaCommand = defineCommand<Record<string, never>>({
  usage: 'schema',
  summary: 'Print the JSON Schema of scenario files, for editors',
  examples: [['schema > scenario.schema.json', 'then name it in the first line of a scenario']],
  options: (parser) => parser,
  async run(_args, { terminal }) {
    terminal.out(`${JSON.stringify(scenarioJsonSchema(createCatalog()), null, 2)}\n`);
    return exitCodes.pass;
  },
});
