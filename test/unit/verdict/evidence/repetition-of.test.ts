/** What a study keeps of a run, and which runs count. */
import { expect, it } from 'vitest';
import type { FaultRecovery } from '../../../../src/model/recovery.js';
import type { RunRecord } from '../../../../src/model/run-record.js';
import { repetitionOf } from '../../../../src/verdict/evidence/repetition-of.js';
import { dataLossRecord, inconclusiveRecord, passingRecord } from '../../../fixtures/record.js';
import { censored, repetitionWith } from '../../../fixtures/study.js';

const { variation } = repetitionWith(3, null);
const keep = (record: RunRecord) => repetitionOf(record, { variation, folder: 'run-03', tookMs: 95_000 });
const passing = passingRecord({ name: 'payday' });
const change = (recovery: Partial<FaultRecovery>): RunRecord => ({
  ...passing,
  recoveries: passing.recoveries.map((each) => ({ ...each, ...recovery })),
});

it('a run that passes counts, with its recovery time, its victim and its payments', () => {
  expect(keep(passing)).toMatchObject({
    variation,
    folder: 'run-03',
    tookMs: 95_000,
    verdict: 'pass',
    inconclusive: null,
    recoveries: [{ fault: 'kill-jkt-b', nodes: ['jkt-b'], recoveryTimeMs: { valueMs: 2_100, errorMs: 30 } }],
    payments: { lost: 0 },
    serverVersions: ['10.11.19-MariaDB'],
  });
});

it('a run that fails counts: a failure is a result', () => {
  expect(keep(dataLossRecord())).toMatchObject({
    verdict: 'fail',
    inconclusive: null,
    payments: { lost: 1_224, lostMoney: 6_180_400 },
  });
});

it('a recovery that was not seen to end counts: it was long', () => {
  const failed: RunRecord = { ...change({ recoveryTimeMs: censored(42_000) }), verdict: 'fail', exitCode: 99 };
  expect(keep(failed).inconclusive).toBeNull();
});

it('a run that decides nothing does not count, and says why', () => {
  expect(keep(inconclusiveRecord()).inconclusive).toBe('After kill-jkt-b: The effect of the fault was never observed.');
  expect(keep({ ...passing, verdict: 'inconclusive', reasons: ['A gate cannot be judged.'] }).inconclusive).toBe(
    'A gate cannot be judged.',
  );
});

it('a failed run whose recovery is unknown does not count, and stays a failure', () => {
  const failed: RunRecord = { ...change({ inconclusive: 'There is no baseline.' }), verdict: 'fail', exitCode: 120 };
  expect(keep(failed)).toMatchObject({
    verdict: 'fail',
    exitCode: 120,
    inconclusive: 'After kill-jkt-b: There is no baseline.',
  });
});

it('a fault that was never injected leaves its run without a result', () => {
  expect(keep({ ...passing, recoveries: [] }).inconclusive).toBe('No recovery time was measured after kill-jkt-b.');
});

it('a ledger that was never read back is unknown, not without loss', () => {
  expect(keep({ ...passing, reconciliation: null }).payments).toBeNull();
});
