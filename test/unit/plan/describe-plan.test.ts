/** What a plan says of itself to the person who answers for the database. */
import { describe, expect, test } from 'vitest';
import { describePlan } from '../../../src/plan/describe-plan.js';
import { planWarnings } from '../../../src/plan/plan-warnings.js';
import { testCatalog } from '../../fixtures/catalog.js';
import { planOf, soundPlan } from '../../fixtures/plan.js';

test('it tells arrivals, peak, operations, faults and gates with their numbers', () => {
  const text = describePlan(soundPlan(), testCatalog());
  expect(text).toContain('In 1m5s, about 23,750 operations arrive, at most 500/s (at 0:30).');
  expect(text).toContain('0:25  spike   40s at 200/s -> 500/s over 5s: about 19,250 arrivals');
  expect(text).toContain('About 14,250 transfer (60 %), 9,500 balance (40 %); 14,250 of them move money.');
  expect(text).toContain(
    'kill-b: at 0:30 (5s into spike), node-kill of jkt-b. The heal comes at 0:50, 20s later, and on every way out of the run.',
  );
  expect(text).toContain('recovery_time < 8s after kill-b (judged after kill-b)');
  expect(text).toContain('lost_payments == 0 (judged over the whole ledger)');
  expect(text).not.toContain('Warnings');
});

test('it tells how far the faults go, how long a heal may take, and what happens without the runner', () => {
  const text = describePlan(soundPlan(), testCatalog());
  expect(text).toContain(
    'At most 1 of 3 nodes is broken at the same time; the scenario allows 1. The target goes on without 1.',
  );
  expect(text).toContain('Each heal may take up to 2m30s; if the runner dies, its watchdog heals.');
  expect(describePlan(planOf(), testCatalog())).not.toContain('Safety');
});

test('it says of an operation that stays that it does, and warns of no heal', () => {
  const plan = planOf({ keys: 'faults: [{ name: more, fault: grow, node: jkt-b, at: only + 5s }]' });
  expect(describePlan(plan, testCatalog())).toContain('grow of jkt-b. It stays so.');
  expect(planWarnings(plan).filter((warning) => warning.includes('heal'))).toEqual([]);
});

test('it never shows a password', () => {
  const keys = 'description: see mysql://root:hunter2@db:3306';
  expect(describePlan(soundPlan(keys), testCatalog())).not.toContain('hunter2');
});

describe('warnings', () => {
  test('a good plan has none', () => {
    expect(planWarnings(soundPlan())).toEqual([]);
  });

  test.each([
    [['faults.kill-b.at=start + 6s'], 'Before kill-b only about 0 operations are measured'],
    [
      ['faults.kill-b.heal=12s'],
      'The heal comes 12s after kill-b, and recovery needs 10s of good service: if the heal hurts, a recovery longer than 2s',
    ],
    [
      ['faults.kill-b.at=spike + 35s', 'faults.kill-b.heal=5s'],
      'The run ends 5s after kill-b, before 10s of good service can be seen',
    ],
    [
      ['traffic.phases.spike.for=24s', 'faults.kill-b.heal=18s'],
      'After the heal of kill-b the load goes on for 1s; to see that the heal hurts nobody, 10s are needed.',
    ],
    [
      ['traffic.phases.spike.for=20s', 'faults.kill-b.heal=15s'],
      'The run ends 15s after kill-b: a recovery longer than 5s would be reported as "at least", although 8s are allowed.',
    ],
    [['gates=[lost_payments == 0]'], 'No gate looks at what happens after kill-b.'],
    [['gates=[recovery_time < 8s after kill-b]'], 'No gate mentions lost payments'],
    [['client.transaction_timeout=500ms'], 'An attempt is given up after 500ms, before its deadline of 1s'],
  ])('changing %j is answered with: %s', (set, warning) => {
    expect(planWarnings(soundPlan('', set)).join('\n')).toContain(warning);
  });

  test('a plan without gates says so', () => {
    expect(planWarnings(planOf())).toEqual(['Without gates, nothing but wrong data can make this run fail.']);
  });
});
