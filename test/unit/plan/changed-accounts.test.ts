/** The accounts of an arrival that changes something, and none of one that only looks. */
import { expect, it } from 'vitest';
import { changedAccounts } from '../../../src/plan/changed-accounts.js';
import { createContents } from '../../../src/plan/contents.js';
import { testCatalog } from '../../fixtures/catalog.js';
import { planOf } from '../../fixtures/plan.js';

it('names the accounts of postings, and none for reads', () => {
  const plan = planOf({ keys: '  mix: { transfer: 1, balance: 1 }' });
  const { operations } = testCatalog();
  const [contents, changedBy] = [createContents(plan, operations), changedAccounts(plan, operations)];
  const arrivals = Array.from({ length: 40 }, (_each, arrival) => contents.contentOf(arrival).content);
  expect(new Set(arrivals.map(({ kind }) => kind))).toEqual(new Set(['posting', 'read']));
  arrivals.forEach((content, arrival) => {
    const accounts = content.kind === 'posting' ? content.legs.map(({ account }) => account) : [];
    expect(changedBy(arrival)).toEqual(accounts);
  });
});
