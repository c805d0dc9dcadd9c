import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaultRecovery } from '../../../src/model/recovery.js';
import { expectAllAgree, recoveryOf, StoryTeller } from '../../fixtures/stories.js';

describe('stories of planned work', () => {
  let teller: StoryTeller;
  beforeAll(async () => {
    teller = await StoryTeller.open();
  });
  afterAll(() => teller[Symbol.asyncDispose]());

  it('scale-out: a node that joins at the peak and leaves again serves its share between, and its cost is measured', async () => {
    const { record } = await teller.play('scale-out-at-the-peak');
    const joined = recoveryOf(record, 'add-jkt-d');
    const left = recoveryOf(record, 'remove-jkt-d');
    expect(shareOf(joined, 'jkt-d')?.beforeRatio).toBe(0);
    expect(shareOf(joined, 'jkt-d')?.afterRatio).toBeGreaterThan(0.05);
    expect(shareOf(left, 'jkt-d')?.afterRatio).toBe(0);
    for (const { planned, recoveryTimeMs } of [joined, left]) {
      expect(planned?.tookMs?.valueMs).toBeGreaterThan(0);
      expect(recoveryTimeMs).not.toBeNull();
    }
    expectAllAgree(record, ['cloud', 'jkt-a', 'jkt-b']);
  });

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

  it('rolling upgrade: one node after the other leaves and comes back, each is missed by its own zone alone, and all agree', async () => {
    const { record } = await teller.play('rolling-upgrade');
    const { nodeOutages } = recoveryOf(record, 'upgrade');
    const longest = (name: string): number => nodeOutages.find(({ node }) => node === name)?.outageMs?.valueMs ?? 0;
    for (const restarted of ['cloud', 'jkt-b']) expect(longest(restarted)).toBeGreaterThan(2_000);
    expect(longest('jkt-a')).toBeLessThan(2_000);
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

function shareOf({ planned }: FaultRecovery, name: string) {
  return planned?.served.find(({ node }) => node === name);
}
