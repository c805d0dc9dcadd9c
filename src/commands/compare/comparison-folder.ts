/** The folder of a comparison: its record is `comparison.json`. */
import { canonicalJson } from '../../kit/canonical-json.js';
import { ToolError } from '../../kit/error.js';
import { comparisonVersion, type ComparisonRecord } from '../../model/comparison.js';
import {
  openFolder,
  refuseOtherBeginning,
  sameAgainHint,
  storeRecord,
  type FolderWish,
  type OpenedFolder,
  type StudyFolderKind,
} from '../study/study-folder.js';

const kind: StudyFolderKind<ComparisonRecord> = {
  noun: 'a comparison',
  recordFile: 'comparison.json',
  version: comparisonVersion,
  suffix: 'comparison',
  isStored: ({ runs, variants }) => Array.isArray(runs) && Array.isArray(variants),
};

export function openComparisonFolder(wish: FolderWish): Promise<OpenedFolder<ComparisonRecord>> {
  return openFolder(kind, wish);
}

export function storeComparison(directory: string, record: ComparisonRecord): Promise<void> {
  return storeRecord(directory, kind.recordFile, record);
}

/** A comparison goes on only with the variants that it began with. */
export function refuseOtherComparison(
  stored: ComparisonRecord,
  asked: Pick<ComparisonRecord, 'scenario' | 'scenarioHash' | 'setting' | 'variants' | 'toolVersion'>,
): void {
  refuseOtherBeginning(kind.noun, stored, asked);
  if (stored.setting === asked.setting && canonicalJson(stored.variants) === canonicalJson(asked.variants)) return;
  const values = stored.variants.map(({ value }) => value).join(', ');
  const message = `The folder holds a comparison of ${stored.setting}: ${values}.`;
  throw new ToolError('guardRefused', message, sameAgainHint);
}
