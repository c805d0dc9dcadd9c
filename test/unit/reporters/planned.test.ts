/** What a planned operation did, in one sentence for every report. */
import { expect, it } from 'vitest';
import { plannedSentence } from '../../../src/catalog/reporters/words/planned.js';
import type { FaultRecovery, PlannedOperation } from '../../../src/model/recovery.js';
import { passingRecord } from '../../fixtures/record.js';

const [recovery] = passingRecord().recoveries as [FaultRecovery];
const done: PlannedOperation = { stays: true, tookMs: { valueMs: 36_700, errorMs: 0, isCensored: false }, served: [] };

it('an operation that was done says how long it took, and whether it stays', () => {
  expect(said(done)).toBe('Planned: kill-jkt-b was done after 36.7 s, and stays so.');
  expect(said({ ...done, stays: false })).toBe('Planned: kill-jkt-b was done after 36.7 s.');
});

it('one that was not seen to be done stays nothing', () => {
  expect(said({ ...done, tookMs: null })).toBe('Planned: kill-jkt-b was not seen to be done.');
});

function said(planned: PlannedOperation): string | null {
  return plannedSentence({ ...recovery, planned });
}
