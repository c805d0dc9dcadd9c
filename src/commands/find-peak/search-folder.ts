/** The folder of a search: its record is `peak.json`. */
import { canonicalJson } from '../../kit/canonical-json.js';
import { ToolError } from '../../kit/error.js';
import { peakRecordVersion, type PeakRecord } from '../../model/peak.js';
import {
  openFolder,
  refuseOtherBeginning,
  sameAgainHint,
  storeRecord,
  type FolderWish,
  type OpenedFolder,
  type StudyFolderKind,
} from '../study/study-folder.js';

const kind: StudyFolderKind<PeakRecord> = {
  noun: 'a search',
  recordFile: 'peak.json',
  version: peakRecordVersion,
  suffix: 'peak',
  isStored: ({ steps }) => Array.isArray(steps),
};

export function openSearchFolder(wish: FolderWish): Promise<OpenedFolder<PeakRecord>> {
  return openFolder(kind, wish);
}

export function storeSearch(directory: string, record: PeakRecord): Promise<void> {
  return storeRecord(directory, kind.recordFile, record);
}

/** What comes next depends on every setting, so a search goes on only as what it began as. */
export function refuseOtherSearch(
  stored: PeakRecord,
  asked: Pick<PeakRecord, 'scenario' | 'scenarioHash' | 'settings' | 'toolVersion'>,
): void {
  refuseOtherBeginning(kind.noun, stored, asked);
  if (canonicalJson(stored.settings) === canonicalJson(asked.settings)) return;
  const message = 'The search in the folder has other rates, lengths, holds or tolerance.';
  throw new ToolError('guardRefused', message, sameAgainHint);
}
