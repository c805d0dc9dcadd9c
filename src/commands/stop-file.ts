/** A file whose appearance stops a run as Ctrl-C would: for whoever sees that it must end and has not its terminal at hand. */
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Argv } from 'yargs';
import { openStateDirectory } from '../host/state-directory.js';
import { createSystemClock } from '../kit/clock.js';
import { ToolError } from '../kit/error.js';
import type { CommandContext } from './context.js';

const lookEveryMs = 200;
const defaultName = 'stop';

export interface StopFileArgs {
  readonly stopFile?: string | undefined;
}

export function stopFileOption<Args>(parser: Argv<Args>): Argv<Args & StopFileArgs> {
  return parser.option('stop-file', {
    type: 'string',
    requiresArg: true,
    describe:
      'When this file appears, the load is stopped and everything healed (also: `stop` in the state directory, which `paystorm doctor` names)',
  });
}

export interface HeedingContext extends CommandContext, Disposable {
  /** Looks at once, and stops when the file is there; asked before each injection. */
  lookForStop(): void;
}

/** Files that count, in the order in which they are looked for. Rejects with a ToolError where one can never appear. */
export async function stopFiles({ stopFile }: StopFileArgs): Promise<readonly string[]> {
  refuseNowhere(stopFile);
  const { root } = await openStateDirectory();
  return [...(stopFile === undefined ? [] : [resolve(stopFile)]), join(root, defaultName)];
}

/** A file that can never appear would be no way to stop. */
function refuseNowhere(stopFile: string | undefined): void {
  if (stopFile === undefined || existsSync(dirname(resolve(stopFile)))) return;
  const message = `The stop file ${stopFile} can never appear: the folder ${dirname(resolve(stopFile))} is not there.`;
  throw new ToolError('invalidScenario', message, 'Make the folder first, or name a file in one that is there.');
}

/** The context with a signal that aborts as soon as a stop file appears. Rejects with a ToolError when one is there already. */
export async function heedStopFile(args: StopFileArgs, context: CommandContext): Promise<HeedingContext> {
  const paths = await stopFiles(args);
  const there = paths.find((path) => existsSync(path));
  if (there !== undefined) {
    throw new ToolError('guardRefused', `The stop file ${there} is there: nothing was started.`, 'Remove it first.');
  }
  const stop = new AbortController();
  const over = new AbortController();
  const lookForStop = (): void => {
    const found = stop.signal.aborted ? undefined : paths.find((path) => existsSync(path));
    if (found === undefined) return;
    context.terminal.err(`\n${found} has appeared: stopping, and healing what was broken.\n`);
    stop.abort(new Error(`Stopped by the file ${found}.`));
  };
  void watch(lookForStop, over.signal);
  return {
    ...context,
    signal: AbortSignal.any([context.signal, stop.signal]),
    lookForStop,
    [Symbol.dispose]: () => over.abort(),
  };
}

async function watch(look: () => void, signal: AbortSignal): Promise<void> {
  const clock = createSystemClock();
  while (!signal.aborted) {
    await clock.sleep(lookEveryMs, { signal }).catch(() => undefined);
    look();
  }
}
