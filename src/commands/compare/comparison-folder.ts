/** The folder of a comparison: its record is `comparison.json`. */
import { canonicalJson } from '../../kit/canonical-json.js';
import { comparisonVersion, type ComparisonRecord } from '../../model/comparison.js';
import { studyFolder } from '../study/study-folder.js';

/** Goes on only with the variants that it began with. */
export const comparisonFolder = studyFolder<ComparisonRecord, 'setting' | 'variants'>({
  noun: 'a comparison',
  recordFile: 'comparison.json',
  version: comparisonVersion,
  suffix: 'comparison',
  isStored: ({ runs, variants }) => Array.isArray(runs) && Array.isArray(variants),
  difference(stored, asked) {
    if (stored.setting === asked.setting && canonicalJson(stored.variants) === canonicalJson(asked.variants))
      return null;
    return `The folder holds a comparison of ${stored.setting}: ${stored.variants.map(({ value }) => value).join(', ')}.`;
  },
});
