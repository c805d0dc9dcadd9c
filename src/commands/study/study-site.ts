/** How the runs of a study meet the world: rehearsed without a live view, in order, until Ctrl-C. */
import { createSystemClock } from '../../kit/clock.js';
import type { Catalog } from '../../model/registry.js';
import type { CommandContext } from '../context.js';
import { rehearse } from '../rehearse.js';
import type { StudySite } from './play-study.js';
import type { StudyArgs } from './study-args.js';

export interface SiteOptions {
  readonly directory: string;
  readonly catalog: Catalog;
  readonly context: CommandContext;
  readonly args: Pick<StudyArgs, 'createSchema' | 'allowSharedTarget'> & { readonly allowExec?: boolean | undefined };
}

export function studySite(options: SiteOptions): Omit<StudySite<unknown>, 'store' | 'onRun'> {
  const { directory, catalog, context, args } = options;
  const { terminal, signal, argv } = context;
  const clock = createSystemClock();
  return {
    directory,
    catalog,
    signal,
    nowMs: () => clock.nowMs(),
    rehearse: (plan, runDirectory) =>
      rehearse({
        plan,
        catalog,
        directory: runDirectory,
        command: ['paystorm', ...argv],
        mayExecute: args.allowExec === true,
        mayCreateSchema: args.createSchema === true,
        isSharingAllowed: args.allowSharedTarget === true,
        isKept: false,
        signal,
        lookForStop: context.lookForStop,
        onProgress: () => undefined,
        onEvent: () => undefined,
      }),
    onTrouble: (text) => terminal.err(`paystorm: ${text}\n`),
  };
}
