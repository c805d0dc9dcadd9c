/** What every planted bug owes, and that no check is without one: a new check or bug needs its row in the table of planted cases. */
import { describe, expect, it } from 'vitest';
import { createCatalog } from '../../../src/catalog/index.js';
import { paymentIdOf } from '../../../src/kit/payment-id.js';
import type { BugSettings, CommitPlan, RowWrite } from '../../../src/model/bug.js';
import type { Scenario } from '../../../src/model/scenario.js';
import { describePlan } from '../../../src/plan/describe-plan.js';
import { buildPlan } from '../../../src/plan/build-plan.js';
import { readScenarioText } from '../../../src/scenario/read-scenario.js';
import { ScenarioProblems } from '../../../src/scenario/problem.js';
import { PlantedBugs } from '../../../src/simulator/planted-bugs.js';
import { bugCases, honestCases, scenarioOf, undecidedCases } from '../../fixtures/planted-bugs.js';
import { timedCases, timedScenarioOf } from '../../fixtures/timed-bugs.js';

const catalog = createCatalog();
const checks = catalog.checks.all.map(({ kind }) => kind);
const kinds = catalog.bugs.all.map(({ kind }) => kind);
const ledgerCases = [...honestCases, ...bugCases, ...undecidedCases];
const nodes = ['node-a', 'node-b', 'node-c'];
const scenarios = new Map<string, Scenario>([
  ...ledgerCases.map((each) => [each.name, scenarioOf(each, catalog)] as const),
  ...timedCases.map((each) => [`timed: ${each.name}`, timedScenarioOf(each, catalog)] as const),
]);

function bugsOf(scenario: Scenario | undefined): readonly BugSettings[] {
  const settings = scenario?.target.settings as { readonly bugs?: readonly BugSettings[] } | undefined;
  return settings?.bugs ?? [];
}

/** Of a simulated cluster no backup is taken; test/integration/run/backups.test.ts spoils those of real servers. */
const onRealServers = ['backup-restores'];

describe.each(checks.filter((check) => !onRealServers.includes(check)))('the check %s', (check) => {
  it('has a bug that it must catch', () => {
    const cases = bugCases.filter(({ red }) => red.includes(check));
    expect(cases.flatMap(({ name }) => bugsOf(scenarios.get(name))).length).toBeGreaterThan(0);
  });

  it('has a case that it must leave undecided', () => {
    expect(undecidedCases.some(({ undecided = [] }) => undecided.includes(check))).toBe(true);
  });
});

it('the table names no check that does not exist', () => {
  const named = ledgerCases.flatMap(({ red, alsoRed = [], undecided = [] }) => [...red, ...alsoRed, ...undecided]);
  expect(named.filter((each) => !checks.includes(each))).toEqual([]);
});

describe.each(kinds)('the bug %s', (kind) => {
  const definition = catalog.bugs.get(kind);
  const planted = [...scenarios.values()].flatMap(bugsOf).filter((bug) => bug.kind === kind);

  it('is planted in a case that says what it must do', () => {
    const telling = [...bugCases, ...undecidedCases]
      .map(({ name }) => name)
      .concat(timedCases.map(({ name }) => `timed: ${name}`));
    expect(telling.flatMap((name) => bugsOf(scenarios.get(name))).some((bug) => bug.kind === kind)).toBe(true);
  });

  it('describes itself as a part of a sentence', () => {
    for (const { settings } of planted) expect(definition.describe(settings)).toMatch(/^[a-z].*[^.]$/u);
  });

  it('harms nothing before its time, and nothing that posts no payment', () => {
    const bugs = bedOf(planted.map((bug) => ({ ...bug, fromMs: 60_000, toMs: null })));
    const plans = [commitOf(1), { ...commitOf(2), payment: null }];
    for (const plan of plans) expect(bugs.atCommit(plan)).toEqual(plan);
    expect(bugs.truth().flatMap(({ harm }) => harm)).toEqual([]);
  });

  it('hits the same payments in whatever order they come', () => {
    const arrivals = Array.from({ length: 200 }, (_each, index) => index);
    const forwards = hits(planted, arrivals, 3);
    expect(hits(planted, arrivals.toReversed(), 3).toSorted((left, right) => left - right)).toEqual(forwards);
    expect(hits(planted, arrivals, 9)).toEqual(forwards);
  });
});

it('a bug that nobody knows is answered with the one that was meant', () => {
  expect(problemsOf('{ bug: lose-comit }')).toContain('Did you mean "lose-commit"?');
  expect(problemsOf('{ bug: stale-reads, node: node-x }')).toContain('The target has no node "node-x".');
  expect(problemsOf('{ bug: lose-commit, shares: 1% }')).toContain('Did you mean "share"?');
  expect(problemsOf('{ bug: lose-commit, from: 3s, to: 2s }')).toContain('before it wakes up');
});

it('a plan says which bugs are planted', () => {
  const scenario = scenarios.get('apply-twice');
  expect(describePlan(buildPlan(scenario as Scenario, catalog), catalog)).toMatch(/SIMULATED.*apply-twice/u);
});

function problemsOf(bug: string): string {
  const text = `name: story
target: { topology: simulated, bugs: [${bug}] }
traffic: { phases: [{ name: steady, for: 5s, rate: 10/s }] }
`;
  try {
    readScenarioText({ name: 'story.yaml', text }, { environment: {} }, catalog);
    return '';
  } catch (thrown) {
    if (thrown instanceof ScenarioProblems) return thrown.format({ color: false, frames: false });
    throw thrown;
  }
}

/** Arrivals whose COMMIT is changed. */
function hits(planted: readonly BugSettings[], order: readonly number[], tag: number): readonly number[] {
  const bugs = bedOf(planted);
  return order.filter((arrival) => {
    const plan = commitOf(arrival, tag);
    return JSON.stringify(bugs.atCommit(plan)) !== JSON.stringify(plan);
  });
}

function bedOf(bugs: readonly BugSettings[]): PlantedBugs {
  return new PlantedBugs({ seed: 7, nodes, bugs, kindOf: (kind) => catalog.bugs.get(kind) });
}

function commitOf(arrival: number, tag = 3): CommitPlan {
  const id = paymentIdOf(tag, arrival);
  const entry = (leg: number, number: number, amount: number): RowWrite => ({
    table: 'entry',
    isInsert: true,
    row: { payment_id: id, leg, account_id: number, amount, balance_after: 100, account_version: 1 },
  });
  const payment: RowWrite = { table: 'payment', isInsert: true, row: { payment_id: id, attempt: 1, amount: 5 } };
  const writes = [account(1), account(2), payment, entry(0, 1, -5), entry(1, 2, 5)];
  return {
    node: 'node-a',
    payment: { id, amount: 5, sentMs: 2_000, attempt: 1 },
    effects: [{ writes, nodes, delayMs: 0, onEnd: () => undefined }],
    answer: 'committed',
  };
}

function account(number: number): RowWrite {
  return { table: 'account', isInsert: false, row: { account_id: number, balance: 100, version: 1 } };
}
