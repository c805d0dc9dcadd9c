/** Plays episode after episode: what an exploration draws next, and what it keeps. */
import type { Episode, ExploreRecord } from '../../model/explore.js';
import type { Scenario } from '../../model/scenario.js';
import { buildPlan } from '../../plan/build-plan.js';
import { drawEpisode, type Drawn, type Stakes } from '../../repeat/explore/draw-episode.js';
import { episodeOf } from '../../repeat/explore/episode-of.js';
import type { ExploreWindow } from '../../repeat/explore/explore-window.js';
import { nextEpisode, type EpisodeWish, type Exploration } from '../../repeat/explore/next-episode.js';
import { sumUpExploration } from '../../repeat/explore/sum-up-exploration.js';
import type { Found } from './choices.js';
import { titleOf } from './episode-words.js';
import { playStudy, type StudyRules, type StudySite, type WholeRun } from '../study/play-study.js';

export interface ExplorePlace extends Found {
  /** With its secrets, which no record holds. */
  readonly scenario: Scenario;
  readonly window: ExploreWindow;
  readonly stakes: Stakes;
  /** About how long one episode takes. */
  readonly episodeMs: number;
}

export interface ExploreSite extends Omit<StudySite<ExploreRecord>, 'onRun'> {
  readonly place: ExplorePlace;
  readonly onEpisode: (episode: Episode, record: ExploreRecord) => void;
}

/** Rejects with what kept an episode from being played; the exploration is stored before. */
export function runExplore(begun: Exploration, site: ExploreSite): Promise<ExploreRecord> {
  return playStudy(begun, rulesOf(site), {
    ...site,
    onRun: (record) => site.onEpisode(record.episodes.at(-1) as Episode, record),
  });
}

export function drawOf({ scenario, choices, window, stakes }: ExplorePlace, draw: number): Drawn {
  return drawEpisode(scenario, { choices, window, stakes, draw });
}

function rulesOf({ place, catalog }: ExploreSite): StudyRules<Exploration, ExploreRecord> {
  return {
    next: (exploration) => {
      const wish = nextEpisode(exploration);
      if (wish === null) return null;
      const plan = buildPlan(drawOf(place, wish.draw).scenario, catalog);
      return { number: wish.number, plan, title: titleOf(wish) };
    },
    cutFolders: ({ cut }) => cut.map(({ folder }) => folder),
    withState: (exploration, state) => ({ ...exploration, state }),
    withCuts: (exploration, cut) => ({ ...exploration, cut: [...exploration.cut, ...cut] }),
    withRun: (exploration, run) => withEpisode(exploration, run, place),
    judged: (exploration) => ({ ...exploration, findings: sumUpExploration(exploration) }),
  };
}

function withEpisode(exploration: Exploration, { record, folder, tookMs }: WholeRun, place: ExplorePlace): Exploration {
  const wish = nextEpisode(exploration) as EpisodeWish;
  const { faults } = drawOf(place, wish.draw);
  const episode = episodeOf(record, { ...wish, faults, folder, tookMs });
  const isSimulated = exploration.isSimulated || episode.isSimulated;
  return { ...exploration, isSimulated, episodes: [...exploration.episodes, episode] };
}
