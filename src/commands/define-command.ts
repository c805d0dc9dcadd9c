/** How a command is declared: its words for the help, its options, and a function that returns the exit code. */
import type { Argv } from 'yargs';
import type { CommandContext } from './context.js';

export interface CommandDefinition<Args> {
  /** Name and positionals, such as "run <scenario>". */
  readonly usage: string;
  readonly summary: string;
  readonly examples: readonly (readonly [command: string, meaning: string])[];
  /** With which codes it ends, where these are what it is called for. */
  readonly ends?: string;
  options(parser: Argv): Argv<Args>;
  run(args: Args, context: CommandContext): Promise<number>;
}

/** Of every command that judges. */
export const verdictEnds =
  'Exit codes: 0 pass, 99 a gate failed, 120 data violation, 121 inconclusive. All of them: paystorm --help.';

export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  register(parser: Argv, context: CommandContext, onExit: (exitCode: number) => void): Argv;
}

export function defineCommand<Args>(definition: CommandDefinition<Args>): Command {
  const { usage, summary, examples, ends } = definition;
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
          const taught = inner.example(shown.map((each) => [...each]));
          return definition.options(ends === undefined ? taught : taught.epilog(ends));
        },
        async (args) => onExit(await definition.run(args as unknown as Args, context)),
      ),
  };
}
