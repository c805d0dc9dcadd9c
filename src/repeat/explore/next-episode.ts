/** What an exploration plays next: draw after draw, and a draw again where something was found in it. Pure, so that it can be continued. */
import type { EpisodePurpose, ExploreRecord } from '../../model/explore.js';
import { isControl } from './draw-episode.js';

/** What is known without its findings. */
export type Exploration = Omit<ExploreRecord, 'findings'>;

export interface EpisodeWish {
  readonly number: number;
  readonly purpose: EpisodePurpose;
  readonly draw: number;
}

/** Twice as it was: what comes back both times is no accident of timing. */
const replaysWanted = 2;

/** Null when the time is over and everything that was found has been played again. */
export function nextEpisode({ episodes, settings }: Exploration): EpisodeWish | null {
  const number = episodes.length + 1;
  const last = episodes.at(-1);
  if (last !== undefined && isOpen(last.draw, episodes)) return { number, purpose: 'replay', draw: last.draw };
  const draw = 1 + Math.max(0, ...episodes.map((each) => each.draw));
  if (settings.only !== null) {
    const isPlayed = episodes.some((each) => each.draw === settings.only);
    return isPlayed ? null : { number, purpose: purposeOf(settings.only), draw: settings.only };
  }
  const spentMs = episodes.reduce((sum, { tookMs }) => sum + (tookMs ?? 0), 0);
  return spentMs >= settings.forMs ? null : { number, purpose: purposeOf(draw), draw };
}

function purposeOf(draw: number): EpisodePurpose {
  return isControl(draw) ? 'control' : 'faults';
}

/** What a claim admits needs no second look. */
function isOpen(draw: number, episodes: Exploration['episodes']): boolean {
  const played = episodes.filter((each) => each.draw === draw);
  const isTroubled = played[0]?.troubles.some(({ explainedBy }) => explainedBy === null) === true;
  return isTroubled && played.length <= replaysWanted;
}
