import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exitCodes } from '../../../src/model/exit-code.js';
import { recoveryOf, StoryTeller } from '../../fixtures/stories.js';

describe('stories of a primary with replicas', () => {
  let teller: StoryTeller;
  beforeAll(async () => {
    teller = await StoryTeller.open();
  });
  afterAll(() => teller[Symbol.asyncDispose]());

  it('payday plateau: a primary whose replicas are behind is replaced when they have caught up, and nothing is lost', async () => {
    const { record } = await teller.play('payday-plateau');
    // Of a lag of five seconds four at least are waited for, as servers count them, and customers a second less.
    expect(recoveryOf(record, 'kill-primary').recoveryTimeMs?.valueMs).toBeGreaterThan(2_000);
    expect(record.reconciliation?.lost?.count).toBe(0);
    expect(record.latency.find(({ operation }) => operation === 'settlement-batch')?.count).toBeGreaterThan(0);
  });

  it('retry storm: what got no answer comes again all at once, and is served once by the new primary', async () => {
    const { record } = await teller.play('retry-storm');
    // What got no answer was tried again and again, and is there once.
    expect(record.totals.retries).toBeGreaterThan(50);
    const { achievedPerSecond, offeredPerSecond } = record.series;
    expect(Math.max(...achievedPerSecond)).toBeGreaterThan(1.3 * Math.max(...offeredPerSecond));
    expect(record.notices.map(({ text }) => text)).toContainEqual(expect.stringMatching(/^jkt-a .* stands aside$/u));
    expect(recoveryOf(record, 'freeze').recoveryTimeMs?.valueMs).toBeGreaterThan(1_000);
    expect(record.reconciliation?.lost?.count).toBe(0);
  });

  it('connection storm: a full primary is taken for dead and replaced, and hardly a payment suffers', async () => {
    const { record } = await teller.play('connection-storm');
    expect(record.notices.map(({ text }) => text)).toContain('jkt-a missed 3 answers in a row and is given up');
    expect(record.totals.availabilityRatio).toBeGreaterThan(0.95);
    expect(record.reconciliation?.lost?.count).toBe(0);
  });

  it('semi-sync that degrades: what the primary acknowledged alone is lost, and named', async () => {
    const { record } = await teller.play('semi-sync-degrades', { exitCode: exitCodes.dataViolation });
    // It did wait, for the 400 ms that it was told to, before it went on alone.
    const cutSecond = Math.floor((recoveryOf(record, 'cut-replication').injection?.issuedMs ?? Number.NaN) / 1_000);
    expect(record.series.responseTimeMsP99[cutSecond]).toBeGreaterThan(300);
    const lost = record.reconciliation?.lost;
    expect(lost?.count).toBeGreaterThan(5);
    expect(lost?.payments.every(({ foundOn }) => foundOn.includes('db-a'))).toBe(true);
  });

  it('soak: every kind of payment is made, in time and once', async () => {
    const { record } = await teller.play('soak');
    const made = record.latency.filter(({ count }) => count > 0).map(({ operation }) => operation);
    expect(made).toEqual(expect.arrayContaining(['bill-payment', 'membership-points', 'refund', 'voucher', 'history']));
    expect(record.reconciliation?.lost?.count).toBe(0);
  });
});
