/** The folder of an exploration: its record is `explore.json`. */
import { canonicalJson } from '../../kit/canonical-json.js';
import { ToolError } from '../../kit/error.js';
import { exploreRecordVersion, type ExploreRecord } from '../../model/explore.js';
import {
  openFolder,
  refuseOtherBeginning,
  sameAgainHint,
  storeRecord,
  type FolderWish,
  type OpenedFolder,
  type StudyFolderKind,
} from '../study/study-folder.js';

const kind: StudyFolderKind<ExploreRecord> = {
  noun: 'an exploration',
  recordFile: 'explore.json',
  version: exploreRecordVersion,
  suffix: 'explore',
  isStored: ({ episodes }) => Array.isArray(episodes),
};

export function openExploreFolder(wish: FolderWish): Promise<OpenedFolder<ExploreRecord>> {
  return openFolder(kind, wish);
}

export function storeExploration(directory: string, record: ExploreRecord): Promise<void> {
  return storeRecord(directory, kind.recordFile, record);
}

/** How long it lasts may change; what is drawn must not. */
export function refuseOtherExploration(
  stored: ExploreRecord,
  asked: Pick<ExploreRecord, 'scenario' | 'scenarioHash' | 'settings' | 'toolVersion'>,
): void {
  refuseOtherBeginning(kind.noun, stored, asked);
  if (drawnBy(stored) === drawnBy(asked)) return;
  const message = `The exploration in the folder draws from ${stored.settings.kinds.join(', ')}.`;
  throw new ToolError('guardRefused', message, sameAgainHint);
}

function drawnBy({ settings: { kinds, only } }: Pick<ExploreRecord, 'settings'>): string {
  return canonicalJson({ kinds, only });
}
