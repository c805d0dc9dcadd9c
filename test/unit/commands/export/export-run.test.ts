/** What other tools are given of a run is what the run was: read back by HdrHistogram's own reader, and added up. */
import { readdirSync, readFileSync } from 'node:fs';
import { HistogramLogReader, type Histogram } from 'hdr-histogram-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportRun } from '../../../../src/commands/export/export-run.js';
import { paymentIdOf } from '../../../../src/kit/payment-id.js';
import type { RunRecord } from '../../../../src/model/run-record.js';
import { judge } from '../../../../src/verdict/judge.js';
import { planOf } from '../../../fixtures/plan.js';
import { Scratch } from '../../../fixtures/scratch.js';
import { answered, endEvents, judgingCatalog, writeSyntheticRun } from '../../../fixtures/synthetic-run.js';

const catalog = judgingCatalog();
const deadlock = 1_213;
/** Every tenth arrival is tried twice, every hundredth is dropped; one is told that what it asked for is not there. */
const script = (startMs: number, index: number, unit: () => number) => {
  if (index % 100 === 99) return [{ outcome: 'dropped', dropReason: 'deadline-passed' }] as const;
  const first = { outcome: 'aborted', errno: deadlock, endMs: startMs + 3 } as const;
  if (index === 12) return [{ ...answered(startMs, unit), found: false }];
  return index % 10 === 0 ? [first, answered(startMs, unit)] : [answered(startMs, unit)];
};

describe('the export of a run', () => {
  const scratch = new Scratch();
  const folder = scratch.path('figures');
  let names: readonly string[];
  let record: RunRecord;
  beforeAll(async () => {
    const plan = planOf({ phases: '[{ name: only, for: 30s, rate: 200/s }]' });
    const directory = scratch.path('run');
    writeSyntheticRun({ directory, plan, script, events: endEvents(plan) });
    names = await exportRun(directory, folder, catalog);
    record = await judge({ directory, catalog });
  });
  afterAll(() => scratch[Symbol.dispose]());

  it('is all that it says, and nothing unfinished', () => {
    expect(readdirSync(folder).sort()).toEqual([...names].sort());
    expect(names).toContain('response-time-transfer.hlog');
  });

  it.each(['response-time', 'service-time'])('holds the %s of every answer of every operation', (what) => {
    const logs = names.filter((name) => name.startsWith(what));
    expect(logs).toHaveLength(record.latency.filter(({ operation }) => operation !== 'all').length);
    const all = logs.map((name) => merged(read(name)));
    const { acknowledged, declined } = record.totals.outcomes;
    expect(all.reduce((sum, { totalCount }) => sum + totalCount, 0)).toBe(acknowledged + declined);
    expect(Math.max(...all.map(({ maxValue }) => maxValue)) / 1_000).toBeCloseTo(
      record.latency[0]?.responseTimeMs?.max ?? 0,
      0,
    );
  });

  it('has one interval for each second, on the wall clock of the run', () => {
    const reader = new HistogramLogReader(read('response-time-transfer.hlog'));
    const first = reader.nextIntervalHistogram();
    expect(reader.startTimeSec).toBe(Date.parse(record.startedAt) / 1_000);
    expect((first?.endTimeStampMsec ?? 0) - (first?.startTimeStampMsec ?? 0)).toBe(1_000);
  });

  it('holds the timeline, column by column', () => {
    const { head, rows } = table('series.csv');
    expect(rows).toHaveLength(record.series.timeMs.length);
    const good = head.indexOf('good_per_second');
    expect(rows.map((row) => Number(row[good]))).toEqual(record.series.goodPerSecond);
    expect(head).toContain('errors_per_second_deadlock');
  });

  it('holds every attempt, with its payment and what became of it', () => {
    const { head, rows } = table('attempts.csv');
    const { arrivals, outcomes } = record.totals;
    const retried = rows.filter((row) => row[head.indexOf('is_retried')] === 'true');
    expect(rows).toHaveLength(arrivals + retried.length);
    expect(rows.filter((row) => row[head.indexOf('outcome')] === 'dropped')).toHaveLength(outcomes.dropped);
    const tenth = rows.find((row) => row[0] === '10' && row[1] === '1');
    expect(tenth?.[head.indexOf('error_class')]).toBe('deadlock');
    expect(['12', '13'].map((arrival) => rows.find((row) => row[0] === arrival)?.[head.indexOf('found')])).toEqual([
      'false',
      '',
    ]);
    const paid = rows.find((row) => row[head.indexOf('operation')] === 'transfer' && row[1] === '1');
    expect(paid?.[head.indexOf('payment_id')]).toBe(String(paymentIdOf(7, Number(paid?.[0]))));
  });

  const read = (name: string): string => readFileSync(`${folder}/${name}`, 'utf8');
  function table(name: string): { head: readonly string[]; rows: readonly (readonly string[])[] } {
    const [head = [], ...rows] = read(name)
      .trimEnd()
      .split('\r\n')
      .map((line) => line.split(','));
    return { head, rows };
  }
});

function merged(log: string): Histogram {
  const reader = new HistogramLogReader(log);
  const all = reader.nextIntervalHistogram();
  if (all === null) throw new Error('The log is empty.');
  for (let next = reader.nextIntervalHistogram(); next !== null; next = reader.nextIntervalHistogram()) all.add(next);
  return all;
}
