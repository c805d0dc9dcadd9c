/** When the acknowledgements that were worth nothing are known. */
import { expect, it } from 'vitest';
import type { FaultStory } from '../../../src/verdict/fault-stories.js';
import { isLossKnown } from '../../../src/verdict/mark-good.js';
import { auditOf } from '../../fixtures/synthetic-run.js';

const fault: FaultStory = {
  fault: 'kill',
  kind: 'kill-node',
  sentence: 'kill the primary',
  targets: { nodes: ['jkt-a'] },
  issuedMs: 100,
  verifiedMs: 120,
  ineffectiveReason: null,
  heal: null,
  healFailure: null,
};

it('what a fault has lost is known from a ledger that could be read', () => {
  expect(isLossKnown({ audit: auditOf(), faults: [fault] })).toBe(true);
  expect(isLossKnown({ audit: auditOf({ authority: null }), faults: [fault] })).toBe(false);
  expect(isLossKnown({ audit: null, faults: [fault] })).toBe(false);
});

it('without a fault that took effect nothing was lost', () => {
  expect(isLossKnown({ audit: null, faults: [] })).toBe(true);
  expect(isLossKnown({ audit: null, faults: [{ ...fault, ineffectiveReason: 'it was down already' }] })).toBe(true);
});
