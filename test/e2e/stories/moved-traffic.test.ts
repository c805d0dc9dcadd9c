import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAllAgree, recoveryOf, StoryTeller } from '../../fixtures/stories.js';

describe('stories of payments that move elsewhere', () => {
  let teller: StoryTeller;
  beforeAll(async () => {
    teller = await StoryTeller.open();
  });
  afterAll(() => teller[Symbol.asyncDispose]());

  it('cloud burst: most customers of one zone are served by the cloud at the peak, and nobody notices', async () => {
    const { record } = await teller.play('cloud-burst');
    const { planned, recoveryTimeMs } = recoveryOf(record, 'to-the-cloud');
    const [before, after] = [planned?.served.find(({ node }) => node === 'cloud')].flatMap((share) => [
      share?.beforeRatio ?? 0,
      share?.afterRatio ?? 0,
    ]);
    expect(before).toBeGreaterThan(0.2);
    expect(before).toBeLessThan(0.45);
    expect(after).toBeGreaterThan(0.5);
    expect(recoveryTimeMs?.valueMs).toBeLessThan(1_000);
    expectAllAgree(record, ['cloud', 'jkt-a', 'jkt-b']);
  });

  it('migration: payments move to the other cluster, and the audit finds every one of them there', async () => {
    const { record } = await teller.play('migrate-to-galera');
    const { planned } = recoveryOf(record, 'move');
    const served = (before: 'beforeRatio' | 'afterRatio', side: string): number =>
      planned?.served.filter(({ node }) => node.startsWith(side)).reduce((sum, each) => sum + (each[before] ?? 0), 0) ??
      Number.NaN;
    expect(served('beforeRatio', 'old')).toBeCloseTo(1, 5);
    expect(served('afterRatio', 'new')).toBeCloseTo(1, 5);
    expectAllAgree(record, ['new-a', 'new-b', 'new-c']);
  });
});
