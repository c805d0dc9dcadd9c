/** How the runs of a study meet the world: rehearsed in order, each with a line that says where it is, until Ctrl-C. */
import { createSystemClock } from '../../kit/clock.js';
import { redactText } from '../../kit/redact.js';
import type { Catalog } from '../../model/registry.js';
import type { CommandContext } from '../context.js';
import { rehearse } from '../rehearse.js';
import { startLiveView } from '../start-live-view.js';
import type { StudySite } from './play-study.js';
import { isSilent, type StudyArgs } from './study-args.js';
import { warn } from '../warn.js';

export interface SiteOptions {
  readonly directory: string;
  readonly catalog: Catalog;
  readonly context: CommandContext;
  readonly args: Pick<StudyArgs, 'createSchema' | 'allowSharedTarget' | 'json' | 'quiet'> & {
    readonly allowExec?: boolean | undefined;
  };
}

export function studySite(options: SiteOptions): Omit<StudySite<unknown>, 'store' | 'onRun'> {
  const { directory, catalog, context, args } = options;
  const { terminal, signal, argv } = context;
  const clock = createSystemClock();
  const warnings = new Set<string>();
  // Every run of the study comes upon the same ones.
  const onWarning = (text: string): void => {
    if (!warnings.has(text)) warn(terminal, text);
    warnings.add(text);
  };
  return {
    directory,
    catalog,
    signal,
    nowMs: () => clock.nowMs(),
    rehearse: async (plan, runDirectory, title, own) => {
      using view = startLiveView(plan, own, context, { isSilent: isSilent(args), title, live: context.live });
      await rehearse({
        plan,
        catalog: own,
        directory: runDirectory,
        command: ['paystorm', ...argv],
        mayExecute: args.allowExec === true,
        mayCreateSchema: args.createSchema === true,
        isSharingAllowed: args.allowSharedTarget === true,
        isKept: false,
        signal,
        lookForStop: context.lookForStop,
        onProgress: view.onProgress,
        onWarning,
        onEvent: view.onEvent,
        onTally: view.onTally,
      });
    },
    onTrouble: (text) => terminal.err(`paystorm: ${redactText(text)}\n`),
  };
}
