/** How a command is declared: its words for the help, its options, and a function that returns the exit code. */
import type { Argv } from 'yargs';
import type { CommandContext } from './context.js';

export interface CommandDefinition<Args> {
  readonly examples: readonly (readonly [command: string, meaning: string])[];
  /** With which codes it ends, where these are what it is called for. */
  readonly ends?: string;
  options(parser: Argv): Argv<Args>;
  run(args: Args, context: CommandContext): Promise<number>;
}

/** Of every command that judges. */
export const verdictEnds =
  'Exit codes: 0 pass, 99 a gate failed, 120 data violation, 121 inconclusive. All of them: paystorm --help.';

export interface LoadedCommand {
  /** Adds options and examples to the parser of this command. */
  teach(parser: Argv): Argv;
  run(args: unknown, context: CommandContext): Promise<number>;
}

export function defineCommand<Args>({ examples, ends, options, run }: CommandDefinition<Args>): LoadedCommand {
  return {
    teach(parser) {
      const shown = examples.map(([command, meaning]) => [`paystorm ${command}`, meaning] as const);
      const taught = parser.example(shown.map((each) => [...each]));
      return options(ends === undefined ? taught : taught.epilog(ends));
    },
    run: (args, context) => run(args as Args, context),
  };
}

export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  register(parser: Argv, context: CommandContext, onExit: (exitCode: number) => void): Argv;
}

/** `usage` is its name and positionals, such as "run <scenario>". */
export function listed(usage: string, summary: string, load: () => Promise<LoadedCommand>): Command {
  const name = usage.split(' ')[0] as string;
  return {
    name,
    usage,
    summary,
    register: (parser, context, onExit) =>
      parser.command(
        usage,
        summary,
        async (inner) => (await load()).teach(inner),
        async (args) => onExit(await (await load()).run(args, context)),
      ),
  };
}
