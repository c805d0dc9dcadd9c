/** What the page of a comparison says, and that nothing of a record can become more than text in it. */
import { describe, expect, it } from 'vitest';
import { comparisonPage } from '../../../../../src/commands/compare/page/comparison-page.js';
import type { Variant } from '../../../../../src/commands/compare/read-variants.js';
import type { ComparedRun } from '../../../../../src/model/comparison.js';
import type { RunRecord } from '../../../../../src/model/run-record.js';
import type { Comparison } from '../../../../../src/repeat/compare/comparison.js';
import { judgedComparison, outageOf, runWith, undecided, violating } from '../../../../fixtures/comparison.js';
import { hostileTexts } from '../../../../fixtures/hostile.js';
import { passingRecord } from '../../../../fixtures/record.js';

const kill = runWith('kill', { outageMs: outageOf(12_000) });
const pause = runWith('pause', { outageMs: outageOf(2_100), folder: 'run-02' });

const withRecords = (runs: readonly ComparedRun[], record: RunRecord | null = passingRecord()): readonly Variant[] =>
  runs.map((run) => ({ run, record }));
const pageOf = (runs: readonly ComparedRun[], change: Partial<Comparison> = {}, variants = withRecords(runs)): string =>
  comparisonPage(judgedComparison(runs, change), variants);
const textOf = (page: string): string =>
  page
    .slice(page.indexOf('<body>'))
    .replaceAll(/<(?:script|style)[\s\S]*?<\/(?:script|style)>|<[^>]+>/gu, ' ')
    .replaceAll(/\s+/gu, ' ');
const tags = (page: string): number => page.match(/<(?:script|img|iframe|svg|a)\b/giu)?.length ?? 0;

describe('the page of a comparison', () => {
  const page = pageOf([kill, pause]);
  const text = textOf(page);

  it('begins with what was compared and what came of it', () => {
    expect(text).toContain('kill against pause');
    expect(text).toContain('nobody could pay for 12.0 ± 0.1 s with kill and for 2.1 ± 0.1 s with pause.');
  });

  it('marks the best where it is beyond the errors, and nothing else', () => {
    expect(text).toContain('Nobody could pay 12.0 ± 0.1 s 2.1 ± 0.1 s best Payments went through');
    expect(text.match(/ best /gu)).toHaveLength(1);
  });

  it('holds recovery times against the objective', () => {
    expect(text).toContain('Recovery time 2.09 ± 0.03 s objective 8 s: met 2.09 ± 0.03 s objective 8 s: met');
  });

  it('holds each against the objective of its own scenario', () => {
    const record = passingRecord();
    const recovery = { ...record.scenario.recovery, objectiveMs: 1_000 };
    const strict = { ...record, scenario: { ...record.scenario, recovery } };
    const variants = [
      { run: kill, record },
      { run: pause, record: strict },
    ];
    expect(textOf(pageOf([kill, pause], {}, variants))).toContain('objective 1 s: not met');
  });

  it('draws a lane for each variant on one axis, with the fault in both', () => {
    expect(page.match(/class="share-line"/gu)).toHaveLength(2);
    expect(page.match(/class="fault-area"/gu)).toHaveLength(2);
    expect(page.match(/class="fault-name"/gu)).toHaveLength(1);
    expect(text).toMatch(/Lowest share kill 0:40 0:44 0 %/u);
  });

  it('links the report of each variant, and says how to play them again', () => {
    expect(page.match(/href="\.\/run-0[12]\/report\.html"/gu)).toHaveLength(2);
    expect(page).toContain('<code>paystorm run story.yaml</code>');
  });

  it('marks money that went wrong', () => {
    expect(pageOf([violating('naive 3'), pause])).toMatch(
      /class="status violation">.{1,200}83 \(78,687 minor units\)/su,
    );
    expect(page).not.toContain('status violation');
  });

  it('lets nobody win whose run decides nothing', () => {
    const open = { ...undecided('open'), outageMs: outageOf(10) };
    const other = textOf(pageOf([kill, open]));
    expect(other).not.toContain(' best ');
    expect(other).toContain('As a comparison: inconclusive. open decides nothing: The generator was late.');
  });
});

describe('what the figures rest on', () => {
  it('is laid side by side where it differs, and said where it does not', () => {
    const record = passingRecord();
    const scenario = { ...record.scenario, client: { ...record.scenario.client, connections: 7 } };
    const text = textOf(
      pageOf([kill, pause], {}, [
        { run: kill, record },
        { run: pause, record: { ...record, scenario } },
      ]),
    );
    expect(text).toMatch(/Setting kill pause client\.connections \d+ 7 /u);
    expect(text).toContain('Arrivals 1,000 in each run');
    expect(text).toMatch(/Their instants and contents the same, payment by payment/u);
  });

  it('is never called the same where the payments were not', () => {
    const record = passingRecord();
    const other = { ...record, scenario: { ...record.scenario, seed: 77 } };
    const variants = [
      { run: kill, record },
      { run: pause, record: other },
    ];
    expect(textOf(pageOf([kill, pause], {}, variants))).toContain('Their instants and contents not the same');
  });
});

describe('can be written', () => {
  it('before anything was played', () => {
    const variants = ['a', 'b'].map((value) => ({ value, scenarioHash: '' }));
    expect(textOf(pageOf([], { variants, state: 'interrupted' }))).toContain('Not played yet: a and b.');
  });

  it('without the record of a run', () => {
    const text = textOf(pageOf([kill, pause], {}, withRecords([kill, pause], null)));
    expect(text).toContain('with kill is not drawn: run-01/record.json could not be read.');
  });

  it('from a record that older versions made', () => {
    const { served: _served, slowest: _slowest, quiet: _quiet, ...older } = kill;
    const text = textOf(pageOf([older, pause]));
    expect(text).toContain('Payments went through 97 % 97.0 ± 0.4 %');
    expect(text).toContain('Before the fault, p50 – 3.1 ± 0.1 ms');
  });

  it('in a bounded size, however long the runs were', () => {
    const long = passingRecord({ durationMs: 3_600_000 });
    const growth = pageOf([kill], {}, withRecords([kill], long)).length - pageOf([kill]).length;
    expect(growth).toBeLessThan(20_000);
  });
});

it.each(hostileTexts)('gives no power to %j', (text) => {
  const record = passingRecord({ name: text });
  const recoveries = record.recoveries.map((each) => ({ ...each, fault: text }));
  const hostile = runWith(text, { folder: text, reasons: [text], verdict: 'fail', exitCode: 99 });
  const change = { setting: text, command: ['paystorm', text], scenario: { ...record.scenario, name: text } };
  const sound = runWith('sound');
  const page = pageOf([sound, hostile], change, [
    { run: sound, record: passingRecord() },
    { run: hostile, record: { ...record, recoveries } },
  ]);
  const plain = pageOf([sound, runWith('plain', { verdict: 'fail', exitCode: 99 })], {}, withRecords([sound, sound]));
  expect(tags(page.slice(page.indexOf('<body>')))).toBe(tags(plain.slice(plain.indexOf('<body>'))));
});
