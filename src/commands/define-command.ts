/** How a command is declared: its words for the help, its options, and a function that returns the exit code. */
import type { Argv } from 'yargs';
import type { CommandContext } from './context.js';

export interface CommandDefinition<Args> {
  /** Name and positionals, such as "run <scenario>". */
  readonly usage: string;
  readonly summary: string;
  readonly examples: readonly (readonly [command: string, meaning: string])[];
  options(parser: Argv): Argv<Args>;
  run(args: Args, context: CommandContext): Promise<number>;
}

export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  register(parser: Argv, context: CommandContext, onExit: (exitCode: number) => void): Argv;
}

export function defineCommand<Args>(definition: CommandDefinition<Args>): Command {
  const { usage, summary, examples } = definition;
  const name = usage.split(' ')[0] as string;
  return {
    name,
    usage,
    summary,
    register: (parser, context, onExit) =>
      parser.command(
        usage,
        summary,
        (inner) => {
          const shown = examples.map(([command, meaning]) => [`paystorm ${command}`, meaning] as const);
          return definition.options(inner.example(shown.map((each) => [...each])));
        },
        async (args) => onExit(await definition.run(args as unknown as Args, context)),
      ),
  };
}
