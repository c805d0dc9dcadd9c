/** `paystorm explore`: faults drawn by chance, hour after hour if need be, each healed, each judged, and what is found played once more from its seed. */
import { createCatalog } from '../catalog/index.js';
import { printDuration } from '../kit/duration.js';
import { ToolError } from '../kit/error.js';
import { counted } from '../kit/format.js';
import { exitCodes } from '../model/exit-code.js';
import { exploreRecordVersion, type ExploreRecord } from '../model/explore.js';
import type { Plan } from '../model/plan.js';
import type { Catalog } from '../model/registry.js';
import { exploreWindow, neededMs } from '../repeat/explore/explore-window.js';
import type { CommandContext } from './context.js';
import { defineCommand, verdictEnds } from './define-command.js';
import { announceExploration } from './explore/announce.js';
import { findChoices, stakesOf } from './explore/choices.js';
import { exploreArgs, readExploreArgs, type ExploreArgs, type ExploreWish } from './explore/explore-args.js';
import { episodeMsOf } from './explore/episode-length.js';
import { explorationFolder } from './explore/explore-folder.js';
import { markdownPage } from './explore/markdown-page.js';
import { progressLine } from './explore/progress-line.js';
import { runExplore, type ExplorePlace } from './explore/run-explore.js';
import { terminalSummary } from './explore/terminal-summary.js';
import { planAsJson } from './obstacles.js';
import { readPlan } from './scenario-options.js';
import { beginStudy, conductStudy, type StudyPlay } from './study/conduct-study.js';
import { studyArgs, type StudyArgs } from './study/study-args.js';
import { openLiveServer } from './live-server/open-live-server.js';
import { heedStopFile } from './stop-file.js';
import { fitted, tellLine } from './study/tell-line.js';
import { shownPath } from './write-reports.js';

interface Args extends StudyArgs, ExploreArgs {}

export const exploreCommand = defineCommand<Args>({
  examples: [
    ['explore scenarios/explore-galera.yaml', 'an hour of random faults, always healed'],
    ['explore scenarios/explore-galera.yaml --for 10m --faults node-kill,node-pause', 'ten minutes of two kinds'],
    ['explore scenarios/explore-galera.yaml --draw 17', 'the seventeenth draw once more'],
    ['explore scenarios/explore-galera.yaml --dry-run', 'says how many episodes fit, and what the first draws are'],
  ],
  ends: verdictEnds,
  options: (parser) => exploreArgs(studyArgs(parser, 'exploration')),
  async run(args, context) {
    const wish = readExploreArgs(args);
    const { plan, catalog } = await readPlan(args, context, createCatalog());
    const place = await placeOf(plan, wish, catalog);
    const site = { args, wish, plan, place, catalog, context };
    if (args.dryRun !== true) {
      using heeding = await heedStopFile(args, context);
      await using live = await openLiveServer(args, context);
      return await explore({ ...site, context: { ...heeding, live } });
    }
    const words = (): string => `${fitted(announceExploration(place, wish), context.terminal)}\n`;
    context.terminal.out(args.json === true ? planAsJson(plan) : words());
    return exitCodes.pass;
  },
});

interface Site {
  readonly args: Args;
  readonly wish: ExploreWish;
  readonly plan: Plan;
  readonly place: ExplorePlace;
  readonly catalog: Catalog;
  readonly context: CommandContext;
}

async function placeOf(plan: Plan, { wanted }: ExploreWish, catalog: Catalog): Promise<ExplorePlace> {
  const window = exploreWindow(plan);
  if (plan.faults.length > 0) {
    const message = `The scenario ${plan.scenario.name} breaks something by itself, and here chance decides what is broken.`;
    throw new ToolError('invalidScenario', message, 'Leave its faults out, or rehearse it with: paystorm rto.');
  }
  if (window === null) {
    const message = `The scenario ${plan.scenario.name} is too short to break something in it and to see it recover.`;
    const hint = `Its measured phases must last ${printDuration(neededMs(plan))} at least; a minute is better.`;
    throw new ToolError('invalidScenario', message, hint);
  }
  return {
    ...(await findChoices(plan, catalog, wanted)),
    scenario: plan.scenario,
    window,
    stakes: stakesOf(plan, catalog),
    episodeMs: episodeMsOf(plan, catalog),
  };
}

function explore({ args, wish, place, context, plan, catalog }: Site): Promise<number> {
  const { terminal } = context;
  const study: StudyPlay<ExploreRecord> = {
    folder: explorationFolder,
    begun: {
      ...beginStudy(exploreRecordVersion, plan, context),
      settings: { forMs: wish.forMs, kinds: place.choices.map(({ kind }) => kind.kind), only: wish.only },
      episodes: [],
      cut: [],
    },
    kept: ({ episodes, cut }) => ({ episodes, cut }),
    announce({ stored, directory }) {
      const goingOn = `Going on after ${counted(stored?.episodes.length ?? 0, 'whole episode')} in ${shownPath(directory)}.`;
      tellLine(`${stored === null ? announceExploration(place, wish) : goingOn}\n`, terminal, args);
    },
    play(begun, site) {
      return runExplore(begun, {
        ...site,
        place,
        onEpisode: (episode, each) => tellLine(progressLine(episode, each), terminal, args),
      });
    },
    pages: (record) => [{ file: 'explore.md', text: markdownPage(record) }],
    summary: terminalSummary,
  };
  return conductStudy(study, { args, catalog, context });
}
