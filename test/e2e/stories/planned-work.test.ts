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

  it('rolling upgrade: one node after the other leaves and comes back, the one that stays hardly stops, and all agree', async () => {
    const { record } = await teller.play('rolling-upgrade');
    const { nodeOutages } = recoveryOf(record, 'upgrade');
    const longest = (name: string): number => nodeOutages.find(({ node }) => node === name)?.outageMs?.valueMs ?? 0;
    const restarted = Math.min(longest('cloud'), longest('jkt-b'));
    expect(restarted).toBeGreaterThan(2_000);
    expect(longest('jkt-a')).toBeLessThan(restarted / 2);
    expectAllAgree(record, ['cloud', 'jkt-a', 'jkt-b']);
  });
});

function shareOf({ planned }: FaultRecovery, name: string) {
  return planned?.served.find(({ node }) => node === name);
}
