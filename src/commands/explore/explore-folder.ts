/** The folder of an exploration: its record is `explore.json`. */
import { canonicalJson } from '../../kit/canonical-json.js';
import { exploreRecordVersion, type ExploreRecord } from '../../model/explore.js';
import { studyFolder } from '../study/study-folder.js';

/** How long it lasts may change; what is drawn must not. */
export const explorationFolder = studyFolder<ExploreRecord, 'settings'>({
  noun: 'an exploration',
  recordFile: 'explore.json',
  version: exploreRecordVersion,
  suffix: 'explore',
  isStored: ({ episodes }) => Array.isArray(episodes),
  difference: (stored, asked) =>
    drawnBy(stored) === drawnBy(asked)
      ? null
      : `The exploration in the folder draws from ${stored.settings.kinds.join(', ')}.`,
});

function drawnBy({ settings: { kinds, only } }: Pick<ExploreRecord, 'settings'>): string {
  return canonicalJson({ kinds, only });
}
