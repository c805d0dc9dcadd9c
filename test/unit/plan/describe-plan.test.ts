/** What a plan says of itself to the person who answers for the database. */
import { describe, expect, test } from 'vitest';
import { describePlan } from '../../../src/plan/describe-plan.js';
import { planWarnings } from '../../../src/plan/plan-warnings.js';
import { createCatalog } from '../../../src/catalog/index.js';
import { buildPlan } from '../../../src/plan/build-plan.js';
import { readScenarioText } from '../../../src/scenario/read-scenario.js';
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
    'At most 1 of 3 nodes is broken at the same time; the scenario allows 1. The target serves on with up to 1 node lost.',
  );
  expect(text).toContain('Each heal may take up to 2m30s; if the runner dies, its watchdog heals.');
  expect(describePlan(planOf(), testCatalog())).not.toContain('Safety');
});

test('it says of an operation that stays that it does, and warns of no heal', () => {
  const plan = planOf({ keys: 'faults: [{ name: more, fault: grow, node: jkt-b, at: only + 5s }]' });
  expect(describePlan(plan, testCatalog())).toContain('grow of jkt-b. It stays so.');
  expect(planWarnings(plan, testCatalog()).filter((warning) => warning.includes('heal'))).toEqual([]);
});

test('it says of what only time ends that a heal waits for it', () => {
  const nodes = '[{ name: db-1, url: mysql://app@one.test }, { name: db-2, url: mysql://app@two.test }]';
  const text = describePlan(
    realPlan(`topology: external, nodes: ${nodes}`, [
      'name: slow, fault: aurora, node: db-1, action: disk-congestion, at: steady + 5s, heal: 10s',
      'name: lose, fault: aurora, node: db-1, action: crash-instance, at: steady + 20s, heal: 1s',
    ]),
    createCatalog(),
  );
  expect(text).toContain('on every way out of the run. Only time ends it: a heal that comes sooner waits until then.');
  expect(text.match(/Only time ends it/gu)).toHaveLength(1);
  expect(text).toContain('Each heal may take up to 2m40s');
});

test('it never shows a password', () => {
  const keys = 'description: see mysql://root:hunter2@db:3306';
  expect(describePlan(soundPlan(keys), testCatalog())).not.toContain('hunter2');
});

test('it says until when an operation stays that a later one undoes', () => {
  const nodes = '[{ name: a }, { name: b }, { name: c, joins: later }]'.replaceAll(
    /name: (\w)/gu,
    'name: $1, zone: $1',
  );
  const text = describePlan(
    realPlan(`topology: galera, nodes: ${nodes}`, [
      'name: more, fault: node-add, node: c, at: steady + 5s',
      'name: less, fault: node-remove, node: c, at: steady + 15s',
    ]),
    createCatalog(),
  );
  expect(text).toContain('adds node c to the cluster, as planned. It stays so until less.');
  expect(text).toContain('when its clients have left. It stays so.');
});

describe('a heal that comes before all is done', () => {
  test.each([
    [
      'rolling-restart, down: 5s, between: 5s, heal: 1s',
      'comes 1s after it, and all of it takes 31s or more: 1 of 3 nodes is restarted at most.',
    ],
    [
      'rolling-restart, nodes: [node-a, node-b], heal: 4s',
      'comes 4s after it, and all of it takes 6s or more: 2 of 2 nodes are restarted at most.',
    ],
    [
      'flapping, of: { fault: node-kill, node: node-c }, times: 10, lost: 5s, back: 5s, heal: 13s',
      'comes 13s after it, and all of it takes 1m35s or more: it comes 2 of 10 times at most.',
    ],
    [
      'node-stop, node: node-b, heal: 1s',
      'comes 1s after it, and all of it takes 2s or more: it waits until the server has ended, and that may take 20s.',
    ],
  ])('is warned of, and how far it comes: %s', (fault, warning) => {
    expect(courseWarningsOf(fault)).toEqual([`The heal of f ${warning}`]);
  });

  test.each([
    'rolling-restart, heal: 9s',
    'flapping, of: { fault: node-kill, node: node-c }, times: 2, heal: 3s',
    'node-stop, node: node-b, heal: 2s',
    'node-stop, node: node-b, grace: 1s, heal: 1s',
    'shift-traffic, from: a, to: b, over: 40s',
    'node-kill, node: node-b, heal: 1s',
  ])('is none where it does not: %s', (fault) => {
    expect(courseWarningsOf(fault)).toEqual([]);
  });
});

describe('warnings', () => {
  test('a good plan has none', () => {
    expect(planWarnings(soundPlan(), testCatalog())).toEqual([]);
  });

  test.each([
    [['faults.kill-b.at=start + 6s'], 'Before kill-b only about 0 operations are measured'],
    [
      ['faults.kill-b.at=steady + 6250ms'],
      'Before kill-b only about 1,050 operations are measured, give or take 97; with fewer than 1,000',
    ],
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
    [['client.retry_for=1s'], 'A payment is tried again for 1s only, and one attempt may take 3s'],
    [['client.hold_locks=1s'], 'Every payment holds its locks for 1s, and none is answered within its deadline of 1s'],
    [
      ['client.hold_locks=900ms', 'client.connections=9'],
      '9 connections that hold their locks for 900ms carry 10 payments',
    ],
  ])('changing %j is answered with: %s', (set, warning) => {
    expect(planWarnings(soundPlan('', set), testCatalog()).join('\n')).toContain(warning);
  });

  test('nothing is left to chance where arrivals come evenly, or there are enough of them', () => {
    const short = 'faults.kill-b.at=steady + 6250ms';
    expect(planWarnings(soundPlan('', [short, 'traffic.arrivals=even']), testCatalog())).toEqual([]);
    expect(planWarnings(soundPlan('', ['faults.kill-b.at=steady + 6750ms']), testCatalog())).toEqual([]);
  });

  test('credits that are all posted after the load show nothing of what that costs', () => {
    expect(warningsOfPosting('1m')).toEqual([expect.stringMatching(/are posted every 1m, and the load lasts 10s/u)]);
    expect(warningsOfPosting('9s')).toEqual([]);
  });

  test('a plan without gates says so', () => {
    expect(planWarnings(planOf(), testCatalog())).toEqual([
      'Without gates, nothing but wrong data can make this run fail.',
    ]);
  });
});

function realPlan(target: string, faults: readonly string[]) {
  const text = `name: real
target: { ${target} }
traffic: { phases: [{ name: steady, for: 60s, rate: 100/s }] }
faults: [${faults.map((fault) => `{ ${fault} }`).join(', ')}]
`;
  const catalog = createCatalog();
  return buildPlan(readScenarioText({ name: 'real.yaml', text }, { environment: {} }, catalog), catalog);
}

function courseWarningsOf(fault: string): readonly string[] {
  const plan = realPlan('topology: galera', [`name: f, at: steady + 5s, fault: ${fault}`]);
  return planWarnings(plan, createCatalog()).filter((each) => each.includes('all of it takes'));
}

const told = (keys: string): string => describePlan(planOf({ keys }), testCatalog());

test('it says who pays again under a new id: the client, or the gateway in front of the database', () => {
  const client = 'client: { retry: naive 2 }';
  expect(told(client)).toContain('the client makes up to 2 attempts, each a new payment');
  const api = 'api: { gateway: reference, bug: naive-retry }';
  expect(told(`${client}\n${api}`)).toContain('the gateway makes up to 2 attempts, each a new payment');
});

function warningsOfPosting(every: string): readonly string[] {
  const keys = `ledger: { buffered_posting: { accounts: [fees], every: ${every} } }\ngates: [lost_payments == 0]`;
  return planWarnings(planOf({ keys }), testCatalog());
}
