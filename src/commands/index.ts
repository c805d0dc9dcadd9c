/** The command line: finds the command, runs it, and turns whatever is thrown into a message, a hint and an exit code. */
import yargs, { type Argv } from 'yargs';
import { stateRoot } from '../host/state-directory.js';
import { messageOf, ToolError } from '../kit/error.js';
import { redactText } from '../kit/redact.js';
import { exitCodeMeanings, exitCodes } from '../model/exit-code.js';
import { wordsOnUnhealed } from '../run/faults/injected.js';
import { ScenarioProblems } from '../scenario/problem.js';
import { commands } from './contents.js';
import type { CommandContext } from './context.js';
import { withOptionalValues } from './live-server/live-options.js';
import { tellGithubOfError } from './tell-github.js';
import { toolVersion } from './tool-version.js';

/** Whatever a command has come to: a target that this process leaves dirty is told, also where no journal could. */
export async function runCommandLine(context: CommandContext): Promise<number> {
  const exitCode = await runAsked(context);
  const unhealed = wordsOnUnhealed();
  if (unhealed === null) return exitCode;
  context.terminal.err(`${unhealed}\n`);
  return exitCodes.healFailed;
}

async function runAsked(context: CommandContext): Promise<number> {
  let exitCode: number = exitCodes.pass;
  try {
    await buildParser(context, (code) => {
      exitCode = code;
    }).parseAsync();
    return exitCode;
  } catch (error) {
    return report(error, context);
  }
}

/** In place of words that speak of how a command line is parsed. Each is needed for one and for many, which yargs' types do not know. */
const clearerWords = {
  'Not enough non-option arguments: got %s, need at least %s': both(
    'Something is missing after the command (given: %s, needed: %s).',
  ),
  'Unknown command: %s': both('There is no command "%s".'),
  'Unknown argument: %s': both('There is no option "%s".'),
};

/** What stands behind a whole command is no other one. */
function aboutFurtherWords(message: string, argv: readonly string[]): string {
  const command = commands.find(({ name }) => name === argv[0]);
  const word = /^There is no command (".*")\.$/u.exec(message)?.[1];
  if (command === undefined || word === undefined) return message;
  return `${word} is one word too many: the command is written paystorm ${command.usage}.`;
}

function both(text: string): string {
  return { one: text, other: text } as unknown as string;
}

function buildParser(context: CommandContext, onExit: (code: number) => void): Argv {
  const { terminal } = context;
  let parser: Argv = yargs([...withOptionalValues(context.argv)])
    .scriptName('paystorm')
    .usage(
      '$0 <command>\n\nRehearses the worst minute of a payment platform: load, outage, and every payment reconciled.',
    )
    .version(toolVersion)
    .help()
    .alias('h', 'help')
    // An option takes one value, so that the scenario may stand behind it.
    .parserConfiguration({ 'boolean-negation': false, 'greedy-arrays': false })
    .option('color', { hidden: true, type: 'boolean' })
    .option('no-color', {
      type: 'boolean',
      describe: 'Plain text; the same as NO_COLOR=1',
      global: true,
    })
    .strictCommands()
    .strict()
    .updateStrings(clearerWords)
    .recommendCommands()
    .demandCommand(1, 'Which command? A good first one: paystorm run scenarios/payday-spike-node-kill.yaml')
    .wrap(isHelpAsked(context.argv) ? Math.min(100, terminal.columns) : null)
    .exitProcess(false)
    .fail((message, error) => {
      if (error !== undefined) throw error;
      const hint = 'See paystorm --help, or paystorm <command> --help.';
      throw new ToolError('invalidScenario', aboutFurtherWords(message, context.argv), hint);
    })
    .epilog(
      `Exit codes:\n${exitCodeText()}\n\nState directory: ${stateRoot()} (PAYSTORM_STATE names another).\nWords and numbers are explained in reports/README.md.`,
    );
  for (const command of commands) parser = command.register(parser, withColorChoice(context), onExit);
  return parser;
}

/** The parser lays out the help of every command that runs, shown or not, and most of that is to fold lines: a tenth of a second. */
function isHelpAsked(argv: readonly string[]): boolean {
  return ['help', '--help', '-h'].some((word) => argv.includes(word));
}

function withColorChoice(context: CommandContext): CommandContext {
  if (!context.argv.includes('--no-color')) return context;
  return { ...context, terminal: { ...context.terminal, hasColor: false } };
}

function exitCodeText(): string {
  const codes = Object.entries(exitCodes) as [keyof typeof exitCodes, number][];
  return codes.map(([name, code]) => `  ${String(code).padStart(3)}  ${exitCodeMeanings[name]}`).join('\n');
}

/** What the system refuses is no defect of ours; the message names the file. */
const remedies: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full: free some space, or name other places with --out and PAYSTORM_STATE.',
  EDQUOT: 'The quota of this user is used up: free some space, or name other places with --out and PAYSTORM_STATE.',
  EROFS: 'The file system is read-only: name other places with --out and PAYSTORM_STATE.',
  EACCES: 'This user may not: name places of your own with --out and PAYSTORM_STATE.',
  EPERM: 'This user may not: name places of your own with --out and PAYSTORM_STATE.',
  EMFILE: 'Too many files are open: raise the limit with ulimit -n.',
};

/** Of an error whose clean-up failed too, the one that came first. */
function firstOf(error: unknown): unknown {
  return error instanceof Error && error.name === 'SuppressedError' && 'suppressed' in error
    ? firstOf(error.suppressed)
    : error;
}

function report(thrown: unknown, context: CommandContext): number {
  const { terminal, environment } = context;
  const error = firstOf(thrown);
  tellGithubOfError(error, context);
  if (error instanceof ScenarioProblems) {
    terminal.err(`${error.format({ color: terminal.hasColor, frames: true })}\n`);
    return error.exitCode;
  }
  if (error instanceof ToolError) {
    terminal.err(`paystorm: ${redactText(error.message)}\n`);
    if (error.hint !== '') terminal.err(`  hint: ${error.hint}\n`);
    if (environment['PAYSTORM_DEBUG'] !== undefined)
      terminal.err(redactText(`${error.stack ?? ''}\n${messageOf(error.cause ?? '')}\n`));
    return error.exitCode;
  }
  const remedy = remedies[(error as NodeJS.ErrnoException).code ?? ''];
  if (remedy !== undefined) {
    terminal.err(`paystorm: ${messageOf(error)}\n  hint: ${remedy}\n`);
    return exitCodes.setupFailed;
  }
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  terminal.err(redactText(`paystorm: internal error: ${messageOf(error)}\n${stack}\n`));
  return exitCodes.internalError;
}
