/** Which acknowledgements were worth nothing, when that is known, and that nobody gets credit for them. */
import { afterAll, expect, it } from 'vitest';
import { judge } from '../../../src/verdict/judge.js';
import type { FaultStory } from '../../../src/verdict/fault-stories.js';
import { isLossKnown } from '../../../src/verdict/mark-good.js';
import { planOf } from '../../fixtures/plan.js';
import { Scratch } from '../../fixtures/scratch.js';
import {
  answered,
  auditOf,
  endEvents,
  judgingCatalog,
  writeSyntheticRun,
  type Script,
} from '../../fixtures/synthetic-run.js';

const scratch = new Scratch();
afterAll(() => scratch[Symbol.dispose]());

const everyoneAnswered: Script = (atMs, _index, unit) => [answered(atMs, unit)];

const fault: FaultStory = {
  fault: 'kill',
  kind: 'kill-node',
  sentence: 'kill the primary',
  targets: { nodes: ['jkt-a'] },
  planned: null,
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

it.each([
  ['lost', { lostArrivals: [10, 20, 30] }],
  ['in part or double', { brokenArrivals: [10, 20, 30] }],
  ['either', { lostArrivals: [10], brokenArrivals: [20, 30] }],
])('three payments found %s cost availability like three that failed', async (what, found) => {
  const plan = planOf({ phases: '[{ name: steady, for: 3s, rate: 100/s }]' });
  const directory = scratch.path(what.replaceAll(' ', '-'));
  const audited = { kind: 'audited', atMs: 4_000, audit: auditOf(found) } as const;
  writeSyntheticRun({ directory, plan, script: everyoneAnswered, events: [audited, ...endEvents(plan)] });
  const { totals } = await judge({ directory, catalog: judgingCatalog() });
  expect(totals.good).toBe(297);
  expect(totals.availabilityRatio).toBe(0.99);
});
