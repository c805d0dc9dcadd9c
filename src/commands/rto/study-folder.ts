/** The folder of a repetition study: its record is `rto.json`. */
import { ToolError } from '../../kit/error.js';
import { rtoRecordVersion, type RtoRecord } from '../../model/rto.js';
import {
  openFolder,
  refuseOtherBeginning,
  sameAgainHint,
  storeRecord,
  type FolderWish,
  type OpenedFolder,
  type StudyFolderKind,
} from '../study/study-folder.js';

export type OpenedStudy = OpenedFolder<RtoRecord>;

const kind: StudyFolderKind<RtoRecord> = {
  noun: 'a study',
  recordFile: 'rto.json',
  version: rtoRecordVersion,
  suffix: 'rto',
  isStored: ({ repetitions }) => Array.isArray(repetitions),
};

export function openStudyFolder(wish: FolderWish): Promise<OpenedStudy> {
  return openFolder(kind, wish);
}

export function storeStudy(directory: string, record: RtoRecord): Promise<void> {
  return storeRecord(directory, kind.recordFile, record);
}

/** A study goes on only as what it began as; everything but the number of repetitions must be the same. */
export function refuseForeign(
  stored: RtoRecord,
  asked: Pick<RtoRecord, 'scenario' | 'scenarioHash' | 'phaseWindowMs' | 'toolVersion'>,
): void {
  refuseOtherBeginning(kind.noun, stored, asked);
  if (stored.phaseWindowMs === asked.phaseWindowMs) return;
  const message = `The study in the folder varies the phase over ${stored.phaseWindowMs} ms, not ${asked.phaseWindowMs} ms.`;
  throw new ToolError('guardRefused', message, sameAgainHint);
}
