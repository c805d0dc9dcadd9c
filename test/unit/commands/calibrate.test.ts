/** A calibration is worth what its comparisons catch: each truth is shown an instrument that is right, and instruments that are wrong. */
import { describe, expect, it } from 'vitest';
import { createCatalog } from '../../../src/catalog/index.js';
import { cellsOf, markdownTable } from '../../../src/commands/calibrate/print-calibration.js';
import { isMet, type Comparison, type Rehearsed } from '../../../src/commands/calibrate/truth-case.js';
import { truthCases } from '../../../src/commands/calibrate/truth-cases.js';
import type { Anomaly } from '../../../src/model/anomaly.js';
import type { FaultRecovery } from '../../../src/model/recovery.js';
import type { RunRecord } from '../../../src/model/run-record.js';
import { buildPlan } from '../../../src/plan/build-plan.js';
import { readScenarioText } from '../../../src/scenario/read-scenario.js';
import { faultFreeRecord, passingRecord } from '../../fixtures/record.js';
import { faultEvents } from '../../fixtures/synthetic-run.js';

const catalog = createCatalog();

it.each(truthCases.flatMap(({ name, scenarios }) => scenarios.map((text, index) => [name, index + 1, text] as const)))(
  'the scenario of "%s" number %i is sound',
  (_name, _number, text) => {
    const scenario = readScenarioText({ name: 'truth.yaml', text }, { environment: {} }, catalog);
    expect(buildPlan(scenario, catalog).arrivalsExpected).toBeGreaterThan(0);
  },
);

describe('no fault', () => {
  it('agrees with a quiet record, and not with anything that was invented', () => {
    const busy = faultFreeRecord();
    const quiet = { ...busy, totals: { ...busy.totals, outcomes: { ...busy.totals.outcomes, dropped: 0 } } };
    expect(
      offIn(
        'no-fault',
        [quiet, quiet, quiet].map((record) => rehearsed(record)),
      ),
    ).toEqual([]);
    const [lane] = quiet.nodes;
    const inventions: readonly Partial<Rehearsed['record']>[] = [
      { nodes: lane === undefined ? [] : [{ ...lane, probeOutages: [{ fromMs: 1, toMs: 300 }] }] },
      { checks: quiet.checks.map((check) => ({ ...check, verdict: 'inconclusive' as const })) },
      { exitCode: 121 },
      { totals: busy.totals },
      { reconciliation: losing(1, 0).reconciliation },
    ];
    const stale: Anomaly = { kind: 'stale-read', count: 300, isAtLeast: false, agesMs: [], stories: [] };
    const wrong: readonly Rehearsed[] = [
      ...inventions.map((invented) => rehearsed({ ...quiet, ...invented })),
      { ...rehearsed(quiet), anomalies: [stale] },
      { ...rehearsed(quiet), anomalies: null },
      { ...rehearsed(quiet), outages: [{ fromMs: 1, toMs: 300 }] },
    ];
    for (const each of wrong) {
      expect(offIn('no-fault', [each, rehearsed(quiet), rehearsed(quiet)])).toHaveLength(1);
    }
  });
});

describe('a pause', () => {
  const right = [400, 1_000, 3_000].map((lengthMs) =>
    frozen(lengthMs + 30, rehearsed(stalled(lengthMs + 50, lengthMs - 250 + 50))),
  );

  it('agrees within a probe interval and 25 ms', () => {
    expect(offIn('pause', right)).toEqual([]);
  });

  it('does not agree with an outage that is 60 ms too long or too short, or not seen at all', () => {
    for (const measuredMs of [1_060, 940, null]) {
      const wrong = frozen(1_000, rehearsed(stalled(measuredMs, 750)));
      expect(offIn('pause', [right[0], wrong, right[2]] as Rehearsed[])).toEqual([
        'pause of 1000 ms: outage by probes',
      ]);
    }
  });
});

it('a pause without a heal has no known length', () => {
  const [short, middle, long] = [400, 1_000, 3_000].map((lengthMs) => {
    return frozen(lengthMs, rehearsed(stalled(lengthMs, lengthMs - 250)));
  }) as [Rehearsed, Rehearsed, Rehearsed];
  const unhealed = { ...middle, events: middle.events.slice(0, 1) };
  expect(offIn('pause', [short, unhealed, long])).toHaveLength(2);
});

describe('the stall of a Galera cluster', () => {
  const stallsMs = [2_050, 3_060, 4_040];
  const right = stallsMs.map((stallMs) => witnessed(stallMs, stallMs));

  it('agrees when it grows by what the timeout grows', () => {
    expect(offIn('galera-stall', right)).toEqual([]);
  });

  it('does not agree when it grows by less, even where a plain client saw the same', () => {
    expect(
      offIn(
        'galera-stall',
        [2_050, 2_600, 3_300].map((stallMs) => witnessed(stallMs, stallMs)),
      ),
    ).toEqual(['slope of the stall over the suspect timeout']);
  });

  it('does not agree with a survivor that a plain client saw stall for longer', () => {
    const off = offIn('galera-stall', [right[0], witnessed(3_060, 4_100), right[2]] as Rehearsed[]);
    expect(off).toHaveLength(2);
    expect(off[0]).toMatch(/suspect timeout 2 s: stall of node-a/u);
  });
});

describe('an asynchronous failover', () => {
  it('agrees when exactly K payments are lost', () => {
    const right = [cutOff(0, losing(0, 0)), cutOff(2, losing(2, 380)), cutOff(40, losing(40, 2_280))];
    expect(offIn('async-loss', right)).toEqual([]);
  });

  it('does not agree when one loss was not seen, or the money or the age is wrong', () => {
    const others = [cutOff(0, losing(0, 0)), cutOff(2, losing(2, 380))];
    expect(offIn('async-loss', [...others, cutOff(40, losing(39, 2_280))])).toHaveLength(3);
    expect(offIn('async-loss', [...others, cutOff(40, losing(40, 2_230))])).toHaveLength(1);
    expect(offIn('async-loss', [...others, cutOff(40, losing(40, 2_280, { amount: 90 }))])).toHaveLength(1);
  });

  it('does not agree with anything when a server could not be asked, not even with a loss of nothing', () => {
    const others = [cutOff(2, losing(2, 380)), cutOff(40, losing(40, 2_280))];
    const unasked = { ...cutOff(0, losing(0, 0)), payments: { ...tables(0), 'db-b': null } };
    expect(offIn('async-loss', [unasked, ...others])).toHaveLength(2);
  });
});

describe('a semi-synchronous primary without receipts', () => {
  it('agrees on stall and loss, and not when losses after the degradation are overlooked', () => {
    const record = {
      ...losing(400, 3_000),
      recoveries: [{ ...stall(2_020, 0), fault: 'silence', nodeOutages: outage('db-a', 2_020) }],
    };
    const seen = (found: RunRecord): Rehearsed => ({ ...rehearsed(found, tables(400)), acknowledged: told(400) });
    expect(offIn('semi-sync-degrades', [seen(record)])).toEqual([]);
    expect(
      offIn('semi-sync-degrades', [seen({ ...record, ...losing(0, 0), recoveries: record.recoveries })]),
    ).toHaveLength(2);
    // Of one that the dying server wrote down nobody was told.
    const untold = {
      ...seen({ ...record, ...losing(399, 3_000), recoveries: record.recoveries }),
      acknowledged: told(399),
    };
    expect(offIn('semi-sync-degrades', [untold])).toEqual([]);
  });
});

describe('a server killed with and without flushing its log', () => {
  const flushed = { ...rehearsed(present(100), tables(100, 'db')), acknowledged: told(100) };
  const killed = (record: RunRecord, there = 80): Rehearsed => {
    return { ...rehearsed(record, tables(there, 'db')), acknowledged: told(100) };
  };

  it('agrees with what SQL counts, and not with a payment or a minor unit more or less', () => {
    expect(offIn('log-flush', [flushed, killed(losing(20, 0, { there: 80 }))])).toEqual([]);
    expect(offIn('log-flush', [flushed, killed(losing(20, 0, { there: 81 }))])).toHaveLength(1);
    expect(offIn('log-flush', [flushed, killed(losing(20, 0, { amount: 99, there: 80 }))])).toHaveLength(1);
    expect(offIn('log-flush', [flushed, killed(losing(19, 0, { there: 80 }))])).toHaveLength(2);
  });

  it('proves nothing when the signal took nothing, or when the server could not be asked', () => {
    expect(offIn('log-flush', [flushed, killed(present(100), 100)])).toEqual([
      'log flushed once a second, SIGKILL: as much was at stake as there should be',
    ]);
    expect(
      offIn('log-flush', [flushed, { ...killed(losing(20, 0, { there: 80 })), payments: { db: null } }]),
    ).toHaveLength(4);
  });
});

describe('the table', () => {
  const comparison: Comparison = { what: 'a pause', truth: 1_000, measured: 1_012.3456, tolerance: 45, unit: 'ms' };

  it('shows truth, measured value, error, allowance and verdict', () => {
    expect(cellsOf(comparison)).toEqual(['a pause', '1,000 ms', '1,012.346 ms', '+12.346', '± 45', 'ok']);
    expect(cellsOf({ ...comparison, measured: 900 })).toContain('OFF');
    expect(cellsOf({ ...comparison, truth: null })).toEqual(['a pause', 'unknown', '1,012.346 ms', '–', '± 45', 'OFF']);
    expect(cellsOf({ ...comparison, measured: null })).toEqual(['a pause', '1,000 ms', 'nothing', '–', '± 45', 'OFF']);
  });

  it('can be pasted into a README', () => {
    const lines = markdownTable([comparison]).split('\n');
    expect(lines).toHaveLength(3);
    expect(new Set(lines.map((line) => line.split('|').length)).size).toBe(1);
  });
});

function offIn(name: string, shown: readonly Rehearsed[]): readonly string[] {
  const truthCase = truthCases.find((each) => each.name === name);
  const comparisons = truthCase?.compare(shown) ?? [];
  expect(comparisons.length).toBeGreaterThan(0);
  return comparisons.filter((each) => !isMet(each)).map(({ what }) => what);
}

function rehearsed(record: RunRecord, payments: Rehearsed['payments'] = {}): Rehearsed {
  return { record, events: [], outages: [], anomalies: [], acknowledged: new Map(), witnessGapMs: {}, payments };
}

/** With two signals that far apart. */
function frozen(lengthMs: number, seen: Rehearsed): Rehearsed {
  const healMs = 500 + lengthMs;
  const events = faultEvents({ fault: 'freeze', issuedMs: 500, verifiedMs: 510, healMs, healedMs: healMs + 10 });
  return { ...seen, events: events.filter(({ kind }) => kind === 'fault-injected' || kind === 'fault-healed') };
}

/** Payments sent every 50 ms after the replicas were cut off, each acknowledged after 20 ms, and a primary killed 300 ms after the last. */
function cutOff(count: number, record: RunRecord): Rehearsed {
  const last = { name: 'last', startMs: count * 50, endMs: count * 50 + 600, isWarmup: false };
  const phases = [{ ...(record.phases[0] as RunRecord['phases'][number]), ...last }];
  return { ...rehearsed({ ...record, phases }, tables(count)), acknowledged: told(count) };
}

function told(count: number): Rehearsed['acknowledged'] {
  return new Map(Array.from({ length: count }, (_each, index) => [index, { atMs: index * 50 + 20, amount: 100 }]));
}

function stall(outageMs: number | null, recoveryMs: number): FaultRecovery {
  const [recovery] = passingRecord().recoveries;
  return {
    ...(recovery as FaultRecovery),
    nodeOutages: outage('db', outageMs),
    recoveryTimeMs: { valueMs: recoveryMs, errorMs: 10, isCensored: false },
  };
}

function outage(node: string, valueMs: number | null): FaultRecovery['nodeOutages'] {
  const outageMs = valueMs === null ? null : { valueMs, errorMs: 20, isCensored: false };
  return [{ node, outageMs, firstSuccessMs: null }];
}

function stalled(outageMs: number | null, recoveryMs: number): RunRecord {
  return { ...present(100), recoveries: [stall(outageMs, recoveryMs)] };
}

function witnessed(measuredMs: number, seenMs: number): Rehearsed {
  const record = present(100);
  const nodeOutages = [...outage('node-a', measuredMs), ...outage('node-c', measuredMs)];
  return {
    ...rehearsed({ ...record, recoveries: [{ ...stall(measuredMs, 0), nodeOutages }] }),
    witnessGapMs: { 'node-a': seenMs, 'node-b': 20_000, 'node-c': seenMs },
  };
}

function losing(count: number, oldestAgeMs: number, { amount = 100, there = 1_000 } = {}): RunRecord {
  const record = present(there);
  const lost = { count, money: count * amount, oldestAgeMs: count === 0 ? null : oldestAgeMs, payments: [] };
  return { ...record, reconciliation: record.reconciliation && { ...record.reconciliation, lost } };
}

function present(acknowledgedPresent: number): RunRecord {
  const record = passingRecord();
  const lost = { count: 0, money: 0, oldestAgeMs: null, payments: [] };
  const counted = { acknowledgedPresent, inDoubtPresent: 0, inDoubtAbsent: 0, lost };
  return { ...record, reconciliation: record.reconciliation && { ...record.reconciliation, ...counted } };
}

/** `count` payments of 100 that only the first server has. */
function tables(count: number, first = 'db-a'): Rehearsed['payments'] {
  const own = new Map(Array.from({ length: count }, (_each, index) => [index, 100] as const));
  return { [first]: own, 'db-b': new Map(), 'db-c': new Map() };
}
