/** Each way in which a backup can be worth nothing, or be of unknown worth, is told as what it is. */
import { expect, it } from 'vitest';
import { backupRestores } from '../../../src/catalog/checks/backup-restores.js';
import type { AuditCategory } from '../../../src/model/audit.js';
import type { BackupResult } from '../../../src/model/backup.js';
import { auditOf, nodeAuditOf } from '../../fixtures/synthetic-run.js';
import { backupOf, clean, oneOf, unseen } from './evidences.js';

const { taken } = backupOf({});
const judge = (...backups: readonly BackupResult[]) => backupRestores.judge({ ...clean, backups });

it.each<[AuditCategory, string]>([
  ['lost', '1 payment that had to be in it is missing'],
  ['phantom', '1 payment in it had failed or had not been sent yet'],
  ['unexpected', '1 payment in it had failed or had not been sent yet'],
  ['partial', '1 payment in it is torn or other than planned'],
  ['duplicate', '1 payment in it is torn or other than planned'],
  ['content', '1 payment in it is torn or other than planned'],
  ['drift', 'histories of accounts do not add up (1 finding)'],
  ['chain', 'histories of accounts do not add up (1 finding)'],
  ['negative', 'histories of accounts do not add up (1 finding)'],
])('a restored ledger with a finding of %s is not worth restoring', (category, words) => {
  expect(judge(backupOf({}, oneOf(category)))).toMatchObject({
    verdict: 'fail',
    statement: `The backup of jkt-b (nightly) is not worth restoring: ${words}.`,
    count: 1,
    money: 250,
    examples: ['the planted bug'],
  });
});

it('balances that are off condemn a backup by themselves', () => {
  const node = { ...nodeAuditOf('jkt-b', 'authority'), totals: { opening: 1_000, balance: 990 } };
  const finding = judge(backupOf({ audit: auditOf({ nodes: [node] }) }));
  expect(finding).toMatchObject({ verdict: 'fail', money: 10 });
  expect(finding.statement).toContain('off by 10 minor units');
});

it.each<[string, Partial<BackupResult>, string]>([
  ['that came to nothing', { taken: { ...taken, failure: 'the tool died' } }, 'came to nothing: the tool died'],
  [
    'that nobody could restore',
    { obstacle: 'no port is free', audit: null, missing: null },
    'was not restored: no port',
  ],
  ['that nobody could read', { audit: null, missing: null }, 'its ledger could not be read'],
  ['of a node too far behind', { taken: { ...taken, appliedMs: null } }, 'so far behind'],
  [
    'of before the first payment',
    { audit: auditOf({ attempted: { acknowledged: 0, aborted: 0, inDoubt: 0, declined: 0, unrecorded: 0 } }) },
    'before any payment',
  ],
  [
    'with too much under way',
    { audit: auditOf({ attempted: { acknowledged: 60, aborted: 0, inDoubt: 40, declined: 0, unrecorded: 0 } }) },
    'too many payments were under way',
  ],
])('a backup %s decides nothing', (_what, own, words) => {
  expect(judge(backupOf(own))).toMatchObject({
    verdict: 'inconclusive',
    statement: expect.stringContaining(words) as string,
  });
});

it('what a server refuses to restore is broken, and the worst of several backups counts', () => {
  const refused = backupOf({ refusal: 'it breaks off', audit: null, missing: null });
  expect(judge(backupOf({}), refused)).toMatchObject({ verdict: 'fail', count: 1 });
  expect(judge(backupOf({}), backupOf({ taken: { ...taken, failure: 'late' } })).verdict).toBe('inconclusive');
});

it('is not asked of a run in which none was taken', () => {
  expect([clean, unseen].map((evidence) => backupRestores.isAsked?.(evidence))).toEqual([true, false]);
});
