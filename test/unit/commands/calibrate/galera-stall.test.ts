/** What a plain client saw is the truth of the stall, and one that saw nothing knows none. */
import { expect, it } from 'vitest';
import { galeraStall } from '../../../../src/commands/calibrate/cases/galera-stall.js';
import { isMet, type Comparison, type Rehearsed } from '../../../../src/commands/calibrate/truth-case.js';
import { passingRecord } from '../../../fixtures/record.js';

it('a survivor whose plain client heard nothing has no truth to agree with, not one of zero', () => {
  const compared = stallsWith({ 'node-a': 1_204.4 });
  expect(compared.find(({ what }) => what.includes('stall of node-a'))).toMatchObject({ truth: 1_204 });
  const silent = compared.find(({ what }) => what.includes('stall of node-c')) as Comparison;
  expect(silent).toMatchObject({ truth: null, measured: 0 });
  expect(isMet(silent)).toBe(false);
});

/** Neither survivor had an outage, as paystorm saw it. */
function stallsWith(witnessGapMs: Rehearsed['witnessGapMs']): readonly Comparison[] {
  const record = passingRecord();
  const [recovery] = record.recoveries;
  const outageMs = { valueMs: 0, errorMs: 0, isCensored: false };
  const nodeOutages = ['node-a', 'node-c'].map((node) => ({ node, outageMs, firstSuccessMs: null }));
  const rehearsed: Rehearsed = {
    record: { ...record, recoveries: [{ ...recovery!, nodeOutages }] },
    events: [],
    outages: [],
    anomalies: null,
    acknowledged: new Map(),
    witnessGapMs,
    payments: {},
  };
  return galeraStall.compare([rehearsed]);
}
