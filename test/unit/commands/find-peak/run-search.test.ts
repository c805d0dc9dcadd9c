/** A search over steps that never happened: it finds the limit that was pretended, and knows whose limit it was; it goes on where it was, whatever ended it. */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runSearch, type SearchOptions } from '../../../../src/commands/find-peak/run-search.js';
import { searchFolder } from '../../../../src/commands/find-peak/search-folder.js';
import type { PeakRecord } from '../../../../src/model/peak.js';
import { buildPlan } from '../../../../src/plan/build-plan.js';
import { askGates } from '../../../../src/repeat/peak/asked-gates.js';
import type { Search } from '../../../../src/repeat/peak/search.js';
import { pretendStep, rateOf, type PretendedStep } from '../../../fixtures/pretended-steps.js';
import { repeatingCatalog } from '../../../fixtures/rehearsal.js';
import { readText } from '../../../fixtures/scenario-text.js';
import { Scratch } from '../../../fixtures/scratch.js';
import { searchOf, settings } from '../../../fixtures/search.js';
import { auditOf, nodeAuditOf } from '../../../fixtures/synthetic-run.js';
import { toolErrorOf } from '../../../fixtures/thrown-by.js';

const catalog = repeatingCatalog();
const scenario = readText(`name: story
target: { topology: cluster }
client: { threads: 1 }
traffic: { arrivals: even, phases: [{ name: only, for: 30s, rate: 100/s }] }
gates:
  - availability >= 99% during only
  - lost_payments == 0
`);
const short = { ...settings, fromPerSecond: 100, upToPerSecond: 400, isUpToAsked: true, stepMs: 1_000, holdMs: 2_000 };
const chosen = { ...short, holds: 1, withinRatio: 0.25 };
const asked = askGates(buildPlan(scenario, catalog), chosen);
const timed = readText(`name: story
target: { topology: cluster }
client: { threads: 1 }
traffic: { arrivals: even, phases: [{ name: only, for: 30s, rate: 100/s }] }
gates: [response_time.p99 < 100ms during only]
`);
const askedOfTimes = askGates(buildPlan(timed, catalog), chosen);
const begun = (): Search => searchOf([], { scenario, settings: chosen, state: 'running' });

let scratch: Scratch;
let directory: string;
beforeEach(() => {
  scratch = new Scratch();
  directory = scratch.path('search');
  mkdirSync(directory);
});
afterEach(() => scratch[Symbol.dispose]());

function playing(pretended: PretendedStep, change: Partial<SearchOptions> = {}) {
  const rates: number[] = [];
  const options: SearchOptions = {
    directory,
    scenario,
    catalog,
    asked,
    signal: new AbortController().signal,
    nowMs: () => 0,
    store: (record) => searchFolder.store(directory, record),
    rehearse: (plan, runDirectory) => {
      rates.push(rateOf(plan));
      pretendStep(plan, runDirectory, pretended);
      return Promise.resolve();
    },
    onStep: () => undefined,
    onTrouble: () => undefined,
    ...change,
  };
  return { options, rates };
}

const stored = (): PeakRecord => JSON.parse(readFileSync(`${directory}/peak.json`, 'utf8')) as PeakRecord;

describe('a search', () => {
  it('finds what the target can do, with a full run in a folder for each step', async () => {
    const { options, rates } = playing({ capacityPerSecond: 250 });
    const record = await runSearch(begun(), options);
    expect(rates).toEqual([100, 200, 400, 300, 250, 250]);
    expect(record.findings).toMatchObject({ end: 'peak', heldPerSecond: 250, exitCode: 0, verdict: 'pass' });
    expect(record.findings.sentence).toContain('at 300/s the gate "availability >= 99%" failed');
    expect(readdirSync(directory)).toEqual(['peak.json', ...[1, 2, 3, 4, 5, 6].map((step) => `run-0${step}`)]);
    expect(readdirSync(`${directory}/run-03`)).toEqual(expect.arrayContaining(['events.ndjson', 'report.html']));
    expect(record.steps[2]).toMatchObject({ outcome: 'failed', clientBusyRatio: 0.42, clientLagMsP99: 1 });
    expect(stored()).toEqual(JSON.parse(JSON.stringify(record)));
  });

  it('says that the target takes at least what the generator could send', async () => {
    const record = await runSearch(begun(), playing({ generatorPerSecond: 250 }).options);
    expect(record.findings).toMatchObject({ end: 'generator', heldPerSecond: 250, exitCode: 121, isLowerBound: true });
    expect(record.findings.sentence).toContain('paystorm could not send more');
    expect(record.steps.filter(({ isGeneratorLimit }) => isGeneratorLimit)).toHaveLength(4);
  });

  it('does not blame the target while a load thread has no time to read its answers', async () => {
    const record = await runSearch(begun(), playing({ capacityPerSecond: 250, busyAbovePerSecond: 250 }).options);
    expect(record.findings).toMatchObject({ end: 'generator', heldPerSecond: 250, exitCode: 121 });
    expect(record.findings.sentence).toContain('busy for 99.5 %');
  });

  it('knows the limit of the connections by the queue before them, although nobody is dropped', async () => {
    const record = await runSearch(begun(), playing({ poolPerSecond: 250 }, { asked: askedOfTimes }).options);
    expect(record.findings).toMatchObject({ end: 'peak', heldPerSecond: 250, isLowerBound: true, exitCode: 0 });
    expect(record.findings.sentence).toContain('connections carry up to 250 payments/s');
    expect(record.steps.every(({ withoutConnection }) => withoutConnection === 0)).toBe(true);
  });

  it('does not blame the target for one second in which a load thread was saturated', async () => {
    const longer = { ...chosen, stepMs: 4_000, holdMs: 4_000 };
    const { options } = playing({ strainedAbovePerSecond: 250 }, { asked: askedOfTimes });
    const record = await runSearch({ ...begun(), settings: longer }, options);
    expect(record.findings).toMatchObject({ end: 'generator', heldPerSecond: 250, exitCode: 121 });
    expect(record.findings.sentence).toContain('of its busiest second');
  });

  it('ends at once on lost payments', async () => {
    const lost = nodeAuditOf('jkt-a', 'authority', { lost: { count: 3, money: 30, examples: [] } });
    const { options, rates } = playing({ audit: auditOf({ nodes: [lost] }) });
    const record = await runSearch(begun(), options);
    expect(rates).toEqual([100]);
    expect(record.findings).toMatchObject({ end: 'data-violation', exitCode: 120, heldPerSecond: null });
  });
});

describe('a search that is stopped', () => {
  it('keeps what was measured, and goes on with the next step as if nothing had been', async () => {
    const whole = await runSearch(begun(), playing({ capacityPerSecond: 250 }).options);
    const again = scratch.path('again');
    mkdirSync(again);
    const stop = new AbortController();
    const { options } = playing({ capacityPerSecond: 250 }, { directory: again });
    const onStep: SearchOptions['onStep'] = ({ step }) => {
      if (step === 3) stop.abort();
    };
    const first = await runSearch(begun(), { ...options, signal: stop.signal, onStep });
    expect(first).toMatchObject({ state: 'interrupted', findings: { exitCode: 105, end: 'searching' } });
    expect(first.steps).toEqual(whole.steps.slice(0, 3));
    const second = await runSearch(first, options);
    expect(second.steps).toEqual(whole.steps);
  });

  it('sets aside a step that was cut, and plays it again', async () => {
    const stop = new AbortController();
    const cut = playing({ finish: 'interrupted' });
    const rehearse: SearchOptions['rehearse'] = (...run) => {
      stop.abort();
      return cut.options.rehearse(...run);
    };
    const first = await runSearch(begun(), { ...cut.options, signal: stop.signal, rehearse });
    expect(first).toMatchObject({ state: 'interrupted', steps: [], cut: [{ step: 1, folder: 'run-01-cut-1' }] });
    const second = await runSearch(first, playing({}).options);
    expect(second.findings).toMatchObject({ end: 'up-to', exitCode: 0 });
  });

  it('rejects with what kept a step from being played, and has stored the others', async () => {
    const { options } = playing({});
    const rehearse: SearchOptions['rehearse'] = (...run) =>
      rateOf(run[0]) > 100 ? Promise.reject(new Error('The target is down.')) : options.rehearse(...run);
    await expect(runSearch(begun(), { ...options, rehearse })).rejects.toThrow('The target is down.');
    expect(stored()).toMatchObject({ state: 'interrupted', steps: [{ step: 1 }] });
  });
});

describe('the folder of a search', () => {
  const wish = { scenarioName: 'story', wallClock: '2026-11-26T22:00:00.000Z' };

  it('is taken up with what it holds, and only by the same search', async () => {
    const record = await runSearch(begun(), playing({}).options);
    const opened = await searchFolder.open({ ...wish, chosen: directory });
    expect(opened.stored?.steps).toHaveLength(record.steps.length);
    expect(() => searchFolder.refuseOther(record, record)).not.toThrow();
    const other = { ...record, settings: { ...record.settings, holds: 3 } };
    expect(toolErrorOf(() => searchFolder.refuseOther(record, other)).message).toContain('other rates');
    expect(toolErrorOf(() => searchFolder.refuseOther(record, { ...record, scenarioHash: 'beef' })).code).toBe(
      'guardRefused',
    );
  });
});
