/** What a report tells of a backup, whatever became of it. */
import { expect, it } from 'vitest';
import { backupSentences } from '../../../src/catalog/reporters/words/backup-sentences.js';
import type { BackupResult } from '../../../src/model/backup.js';
import { backupOf } from '../../contract/checks/evidences.js';
import { faultFreeRecord } from '../../fixtures/quiet-record.js';

const { taken } = backupOf({});
const told = (own: Partial<BackupResult>) =>
  backupSentences({ ...faultFreeRecord(), backups: [backupOf(own)] }).join(' ');

it('says how long it took, of which moment it is, which bound is used, and what was in it', () => {
  expect(told({})).toBe(
    'Backup nightly of jkt-b (snapshot): taken in 2 s, 33 MiB, its moment between 0:02.010 and 0:02.040; what was acknowledged until 0:02.000 had to be in it. Restored in 3.1 s: 9,000 payments in it, 0 missing.',
  );
});

it.each<[Partial<BackupResult>, string]>([
  [{ taken: { ...taken, failure: 'the tool died' } }, 'none, because the tool died. Nothing was restored.'],
  [{ taken: { ...taken, appliedMs: null } }, 'on a node that was too far behind to say what had to be in it'],
  [{ refusal: 'it breaks off' }, 'It could not be restored: it breaks off.'],
  [{ obstacle: 'no port is free' }, 'It was not restored: no port is free.'],
])('says what went wrong', (own, words) => {
  expect(told(own)).toContain(words);
});

it('says nothing where none was taken', () => {
  expect(backupSentences(faultFreeRecord())).toEqual([]);
});
