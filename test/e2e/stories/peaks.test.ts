import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAllAgree, expectStall, StoryTeller } from '../../fixtures/stories.js';

const nodes = ['cloud', 'jkt-a', 'jkt-b'];

describe('stories of peaks on three data centres', () => {
  let teller: StoryTeller;
  beforeAll(async () => {
    teller = await StoryTeller.open();
  });
  afterAll(() => teller[Symbol.asyncDispose]());

  it('midnight sale: several times the traffic at once is served, and every payment of it is there', async () => {
    const { record } = await teller.play('midnight-sale');
    const { offeredPerSecond } = record.series;
    expect(Math.max(...offeredPerSecond)).toBeGreaterThan(3 * (offeredPerSecond[4] ?? Number.NaN));
    expect(record.totals.outcomes.acknowledged).toBeGreaterThan(500);
    expectAllAgree(record, nodes);
  });

  it('red envelopes: a budget runs dry in the middle of it all, and gives not one voucher too many', async () => {
    const { record } = await teller.play('red-envelope-night');
    // Far more than ask for a second voucher, who are declined in any case.
    expect(record.totals.outcomes.declined).toBeGreaterThan(200);
    expect(record.checks.find(({ check }) => check === 'vouchers-once')?.verdict).toBe('pass');
    expect(record.hotAccounts?.accounts[0]?.kind).toBe('budget');
    expectStall(record, 'kill-jkt-b', ['jkt-a', 'cloud']);
    expectAllAgree(record, nodes);
  });
});
