/** How the options of a search are declared and explained. */
import type { Argv } from 'yargs';
import { searchDefaults, type SearchArgs } from './search-options.js';

export function searchArgs<Args>(parser: Argv<Args>): Argv<Args & SearchArgs> {
  const text = { type: 'string', requiresArg: true } as const;
  return parser
    .option('from', { ...text, describe: "First rate, such as 500/s (default: the scenario's mean rate)" })
    .option('up-to', { ...text, describe: 'Highest rate to try, such as 2k/s (default: until a step fails)' })
    .option('step-for', {
      ...text,
      default: searchDefaults.stepFor,
      describe: 'Length of a step that looks for the rate',
    })
    .option('hold-for', {
      ...text,
      default: searchDefaults.holdFor,
      describe: 'Length of a hold that confirms it',
    })
    .option('repeat', {
      type: 'number',
      requiresArg: true,
      default: searchDefaults.repeat,
      describe: 'Holds that must all pass',
    })
    .option('within', {
      ...text,
      default: searchDefaults.within,
      describe: 'How close the rate that fails may be to the one that holds',
    }) as unknown as Argv<Args & SearchArgs>;
}
