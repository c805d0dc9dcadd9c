/** The options that every command which rehearses many times has: where it goes, what it may do, how much it says. */
import type { Argv } from 'yargs';
import { liveOptions, type LiveArgs } from '../live-server/live-options.js';
import { stopFileOption, type StopFileArgs } from '../stop-file.js';
import { scenarioOptions, type ScenarioArgs } from '../scenario-options.js';
import type { OutputArgs } from '../write-reports.js';

export interface StudyArgs extends ScenarioArgs, OutputArgs, StopFileArgs, LiveArgs {
  readonly out?: string | undefined;
  readonly dryRun?: boolean | undefined;
  readonly createSchema?: boolean | undefined;
  readonly allowSharedTarget?: boolean | undefined;
}

/** `noun`: "study", "search". */
export function studyArgs(parser: Argv, noun: string): Argv<StudyArgs> {
  return liveOptions(stopFileOption(scenarioOptions(parser)))
    .option('out', {
      type: 'string',
      requiresArg: true,
      describe: `Folder of the ${noun}; one that has begun is continued`,
    })
    .option('dry-run', { type: 'boolean', describe: 'Say what would happen and stop' })
    .option('create-schema', {
      type: 'boolean',
      describe: 'Allow paystorm to create its own schema on a target it did not start',
    })
    .option('allow-shared-target', {
      type: 'boolean',
      describe: "Rehearse although others use the target's servers, or another run may be breaking them",
    })
    .option('json', {
      type: 'boolean',
      describe: `Print the record of the ${noun} as JSON and nothing else; of a dry run the plan`,
    })
    .option('quiet', { type: 'boolean', describe: 'Print one line: verdict, exit code, folder' });
}

export function isSilent({ json, quiet }: OutputArgs): boolean {
  return json === true || quiet === true;
}
