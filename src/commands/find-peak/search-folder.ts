/** The folder of a search: its record is `peak.json`. */
import { canonicalJson } from '../../kit/canonical-json.js';
import { peakRecordVersion, type PeakRecord } from '../../model/peak.js';
import { studyFolder } from '../study/study-folder.js';

/** What comes next depends on every setting, so a search goes on only as what it began as. */
export const searchFolder = studyFolder<PeakRecord, 'settings'>({
  noun: 'a search',
  recordFile: 'peak.json',
  version: peakRecordVersion,
  suffix: 'peak',
  isStored: ({ steps }) => Array.isArray(steps),
  difference: (stored, asked) =>
    canonicalJson(stored.settings) === canonicalJson(asked.settings)
      ? null
      : 'The search in the folder has other rates, lengths, holds or tolerance.',
});
