/** The folder of a repetition study: its record is `rto.json`. */
import { rtoRecordVersion, type RtoRecord } from '../../model/rto.js';
import { studyFolder } from '../study/study-folder.js';

/** Goes on only as what it began as; everything but the number of repetitions must be the same. */
export const rtoFolder = studyFolder<RtoRecord, 'phaseWindowMs'>({
  noun: 'a study',
  recordFile: 'rto.json',
  version: rtoRecordVersion,
  suffix: 'rto',
  isStored: ({ repetitions }) => Array.isArray(repetitions),
  difference: (stored, asked) =>
    stored.phaseWindowMs === asked.phaseWindowMs
      ? null
      : `The study in the folder varies the phase over ${stored.phaseWindowMs} ms, not ${asked.phaseWindowMs} ms.`,
});
