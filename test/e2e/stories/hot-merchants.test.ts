import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunRecord } from '../../../src/model/run-record.js';
import { expectAllAgree, expectStall, StoryTeller } from '../../fixtures/stories.js';

const nodes = ['cloud', 'jkt-a', 'jkt-b'];

describe('the story of three hot merchants', () => {
  let teller: StoryTeller;
  let collisions: number;
  beforeAll(async () => {
    teller = await StoryTeller.open();
  });
  afterAll(() => teller[Symbol.asyncDispose]());

  it('flash sale: payments to three merchants collide on every node, and each goes through once', async () => {
    const { record } = await teller.play('flash-sale');
    const [hottest] = record.hotAccounts?.accounts ?? [];
    expect(hottest?.kind).toBe('merchant');
    expect(hottest?.conflicts).toBeGreaterThan(10);
    collisions = conflictsIn(record);
    expectStall(record, 'kill-jkt-b', ['jkt-a', 'cloud']);
    expectAllAgree(record, nodes);
  });

  it('split over many accounts, most of them go through without a collision', async () => {
    const { record } = await teller.play('flash-sale', { remedy: 'split' });
    expect(conflictsIn(record)).toBeLessThan(collisions / 2);
    expectAllAgree(record, nodes);
  });

  it('posted later, in batches, they collide as rarely, and each is posted once although a node dies', async () => {
    const { record } = await teller.play('flash-sale', { remedy: 'buffered' });
    expect(conflictsIn(record)).toBeLessThan(collisions / 2);
    expect(record.bufferedPosting?.posted).toBeGreaterThan(100);
    expect(record.bufferedPosting?.left).toEqual({ credits: 0, money: 0 });
    expectAllAgree(record, nodes);
  });
});

/** Attempts that lost against another one, on whichever node: a cluster calls that a deadlock. */
function conflictsIn({ totals }: RunRecord): number {
  return totals.errors['deadlock'] ?? 0;
}
