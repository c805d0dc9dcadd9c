/** A comparison plays each variant once, in order, and goes on where it was. */
import { mkdirSync, readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { comparisonFolder } from '../../../../src/commands/compare/comparison-folder.js';
import { runComparison, type ComparisonOptions } from '../../../../src/commands/compare/run-comparison.js';
import type { Plan } from '../../../../src/model/plan.js';
import { buildPlan } from '../../../../src/plan/build-plan.js';
import type { Comparison } from '../../../../src/repeat/compare/comparison.js';
import { comparisonOf } from '../../../fixtures/comparison.js';
import { pretendRehearsal, repeatedScenario, repeatingCatalog, type Pretended } from '../../../fixtures/rehearsal.js';
import { Scratch } from '../../../fixtures/scratch.js';

const catalog = repeatingCatalog();
const retries = [
  { policy: 'naive', attemptsMax: 3 },
  { policy: 'idempotent', attemptsMax: 3 },
] as const;
const plans = retries.map((retry) =>
  buildPlan({ ...repeatedScenario, client: { ...repeatedScenario.client, retry } }, catalog),
);
const variants = plans.map(({ scenarioHash }, index) => ({ value: `${retries[index]!.policy} 3`, scenarioHash }));
const begun = comparisonOf([], { variants, state: 'running' });

let scratch: Scratch;
let directory: string;
beforeEach(() => {
  scratch = new Scratch();
  directory = scratch.path('comparison');
  mkdirSync(directory);
});
afterEach(() => scratch[Symbol.dispose]());

function playing(script: readonly (Pretended | Error)[]) {
  const played: Plan[] = [];
  const told: string[] = [];
  let nowMs = 0;
  const options: ComparisonOptions = {
    directory,
    planned: plans.map((plan) => ({ plan, catalog })),
    catalog,
    signal: new AbortController().signal,
    nowMs: () => (nowMs += 45_000),
    store: (record) => comparisonFolder.store(directory, record),
    rehearse: (plan, runDirectory) => {
      const next = script[played.length] ?? {};
      played.push(plan);
      if (next instanceof Error) return Promise.reject(next);
      pretendRehearsal(plan, runDirectory, next);
      return Promise.resolve();
    },
    onVariant: ({ value }) => told.push(value),
    onTrouble: (text) => told.push(text),
  };
  return { options, played, told };
}

async function stored(): Promise<Comparison> {
  const opened = await comparisonFolder.open({ chosen: directory, scenarioName: 'story', wallClock: '' });
  if (opened.stored === null) throw new Error('Nothing is stored.');
  return opened.stored;
}

describe('a comparison', () => {
  it('plays each variant once, with its own value and the same seed', async () => {
    const { options, played, told } = playing([{ stallMs: 1_500 }, { stallMs: 2_500 }]);
    const record = await runComparison(begun, options);
    expect(played).toEqual(plans);
    expect(new Set(played.map(({ scenario }) => scenario.seed)).size).toBe(1);
    expect(told).toEqual(['naive 3', 'idempotent 3']);
    expect(record.runs.map(({ value, folder }) => [value, folder])).toEqual([
      ['naive 3', 'run-01'],
      ['idempotent 3', 'run-02'],
    ]);
    const [first, second] = record.runs.map(({ recoveries }) => recoveries[0]?.recoveryTimeMs?.valueMs ?? 0);
    expect(second! - first!).toBeGreaterThan(900);
    expect(record).toMatchObject({ state: 'finished', findings: { verdict: 'pass', exitCode: 0 } });
  });

  it('goes on after the variants that were whole, and moves the cut one aside', async () => {
    const cut = playing([{}, { killedMs: 15_000 }]);
    const interrupted = await runComparison(begun, cut.options);
    expect(interrupted).toMatchObject({
      state: 'interrupted',
      runs: [{ value: 'naive 3' }],
      findings: { exitCode: 105 },
    });
    const { options, played } = playing([{}]);
    const record = await runComparison(await stored(), options);
    expect(played).toEqual([plans[1]]);
    expect(record.runs[0]).toEqual(interrupted.runs[0]);
    expect(record).toMatchObject({ state: 'finished', cut: [{ value: 'idempotent 3', folder: 'run-02-cut-1' }] });
    expect(readdirSync(directory)).toEqual(['comparison.json', 'run-01', 'run-02', 'run-02-cut-1']);
  });

  it('rehearses each variant with the operations that it brings', async () => {
    const planned = plans.map((plan) => ({ plan, catalog: { ...catalog } }));
    const { options } = playing([{}, {}]);
    const catalogs: unknown[] = [];
    const rehearse: typeof options.rehearse = (...run) => {
      catalogs.push(run[3]);
      return options.rehearse(...run);
    };
    await runComparison(begun, { ...options, planned, rehearse });
    expect(catalogs).toEqual([planned[0]?.catalog, planned[1]?.catalog]);
    expect(catalogs[1]).toBe(planned[1]?.catalog);
  });

  it('has nothing to play when all is there', async () => {
    await runComparison(begun, playing([{}, {}]).options);
    const { options, played } = playing([]);
    expect((await runComparison(await stored(), options)).state).toBe('finished');
    expect(played).toEqual([]);
  });

  it('is stored before what kept a variant from being played is thrown', async () => {
    const { options } = playing([{}, new Error('The port is taken.')]);
    await expect(runComparison(begun, options)).rejects.toThrow('The port is taken.');
    expect(await stored()).toMatchObject({ state: 'interrupted', runs: [{ value: 'naive 3' }] });
  });
});

it('other variants, another setting and another scenario are refused', async () => {
  const record = await runComparison(begun, playing([{}, {}]).options);
  expect(() => comparisonFolder.refuseOther(record, begun)).not.toThrow();
  expect(() => comparisonFolder.refuseOther(record, { ...begun, variants: variants.slice(0, 1) })).toThrow(
    'naive 3, idempotent 3',
  );
  expect(() => comparisonFolder.refuseOther(record, { ...begun, setting: 'faults.kill.by' })).toThrow('client.retry');
  expect(() => comparisonFolder.refuseOther(record, { ...begun, scenarioHash: 'other' })).toThrow(
    'comparison of story',
  );
});
