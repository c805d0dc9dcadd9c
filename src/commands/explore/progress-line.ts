/** One line for each finished episode: what was broken, what was found, and how long the rest will take. */
import { formatDuration } from '../../kit/format.js';
import type { Episode, ExploreRecord } from '../../model/explore.js';
import { plainText } from '../../catalog/reporters/words/wrap.js';
import { faultsOf, titleOf, troublesOf } from './episode-words.js';

/** Ends without a line break. */
export function progressLine(episode: Episode, record: ExploreRecord): string {
  return plainText(`${titleOf(episode)}: ${faultsOf(episode)}: ${troublesOf(episode)}; ${remainsOf(record)}`);
}

function remainsOf({ episodes, settings }: ExploreRecord): string {
  if (settings.only !== null) return 'only this draw is played';
  const spentMs = episodes.reduce((sum, { tookMs }) => sum + (tookMs ?? 0), 0);
  const leftMs = settings.forMs - spentMs;
  return leftMs <= 0 ? 'the time is over' : `${formatDuration(leftMs)} to go`;
}
