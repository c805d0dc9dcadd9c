/** The search for anomalies against an oracle that tries every circle, and against databases that keep a rule: nothing missed, nothing invented. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Access, HistoryTransaction } from '../../src/model/history.js';
import { circles, dirtyReads, type Circle } from '../fixtures/brute-force.js';
import { anomaliesIn } from '../fixtures/history.js';
import { carryOut, rules, type Rule, type Workload } from '../fixtures/small-database.js';

const numRuns = 3_000;
const single = ['OTV', 'fractured-read', 'PMP', 'lost-update', 'G-single'];
const several = ['G2-item', 'G2'];
const inSessions = ['read-your-writes', 'monotonic-reads', 'session-cycle'];
const inTime = ['stale-read', 'real-time-cycle'];

const isOfData = ({ hasSession, hasTime }: Circle): boolean => !hasSession && !hasTime;

describe('on any history of a few transactions', () => {
  it('what is found is there', () => {
    fc.assert(
      fc.property(histories(), (history) => {
        const kinds = kindsOf(history);
        const all = circles(history);
        const some = (holds: (circle: Circle) => boolean) => all.some(holds);
        const found = (names: readonly string[]) => kinds.some((kind) => names.includes(kind));
        if (found(['G1a'])) expect(dirtyReads(history)).toBe(true);
        if (found(['G0'])) expect(some((each) => isOfData(each) && each.missed === 0 && !each.hasRead)).toBe(true);
        if (found(['G1c'])) expect(some((each) => isOfData(each) && each.missed === 0 && each.hasRead)).toBe(true);
        if (found(single)) expect(some((each) => isOfData(each) && each.missed === 1)).toBe(true);
        if (found(several)) expect(some((each) => isOfData(each) && each.missed === 2)).toBe(true);
        if (found(inSessions)) expect(some((each) => !each.hasTime && each.hasSession && each.missed < 2)).toBe(true);
        if (found(['G2-session'])) expect(some((each) => !each.hasTime && each.hasSession)).toBe(true);
        if (found(inTime)) expect(some((each) => (each.hasTime || each.hasSession) && each.missed < 2)).toBe(true);
        if (found(['G2-real-time'])) expect(some((each) => each.hasTime || each.hasSession)).toBe(true);
      }),
      { numRuns },
    );
  });

  it('what is there is found, by its own name where nothing graver is in the way', () => {
    fc.assert(
      fc.property(histories(), (history) => {
        const kinds = kindsOf(history);
        const all = circles(history);
        const some = (holds: (circle: Circle) => boolean) => all.some(holds);
        const found = (names: readonly string[]) => kinds.some((kind) => names.includes(kind));
        expect(found(['G1a'])).toBe(dirtyReads(history));
        expect(found(['G0'])).toBe(some((each) => isOfData(each) && each.missed === 0 && !each.hasRead));
        expect(found(['G1c'])).toBe(some((each) => isOfData(each) && each.missed === 0 && each.hasRead));
        expect(found(single)).toBe(some((each) => isOfData(each) && each.missed === 1));
        const hasGraver = some((each) => isOfData(each) && each.missed < 2);
        if (!hasGraver) expect(found(several)).toBe(some((each) => isOfData(each)));
        if (all.length > 0) expect(kinds).not.toEqual([]);
      }),
      { numRuns },
    );
  });
});

describe.each(rules.map((rule) => [rule] as const))('on a database that works by the rule: %s', (rule) => {
  it('nothing is found that the rule prevents', () => {
    fc.assert(
      fc.property(workloads(), (workload) => {
        const kinds = kindsOf(carryOut(rule, workload));
        expect(kinds.filter((kind) => !permitted[rule].includes(kind))).toEqual([]);
      }),
      { numRuns },
    );
  });
});

it('the snapshots do let write skew happen, which then is found', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(workloads(), (workload) => {
      for (const kind of kindsOf(carryOut('snapshot', workload))) seen.add(kind);
    }),
    { numRuns, seed: 1 },
  );
  expect([...seen]).toContain('G2-item');
});

/** By Fekete and others, "Making Snapshot Isolation Serializable" (2005): a circle then holds two missed writes in a row. */
const permitted: Readonly<Record<Rule, readonly string[]>> = {
  serial: [],
  'two-phase-locking': [],
  snapshot: ['G2-item', 'G2-session', 'G2-real-time'],
};

function kindsOf(history: readonly HistoryTransaction[]): readonly string[] {
  return anomaliesIn(...history).map(({ kind }) => kind);
}

function workloads(): fc.Arbitrary<Workload> {
  const statement = fc.record({
    kind: fc.constantFrom('plain-read' as const, 'update' as const),
    account: fc.integer({ min: 1, max: 4 }),
  });
  const transactions = fc.array(fc.array(statement, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 });
  return fc.record({
    sessions: fc.array(transactions, { minLength: 1, maxLength: 4 }),
    turns: fc.array(fc.nat({ max: 11 }), { minLength: 10, maxLength: 90 }),
  });
}

/** Anything: who made which version is drawn by lot, and so is what anybody saw. */
function histories(): fc.Arbitrary<readonly HistoryTransaction[]> {
  const access = fc.record({
    account: fc.integer({ min: 1, max: 3 }),
    isWrite: fc.boolean(),
    isUpdate: fc.boolean(),
    lot: fc.nat({ max: 1_000 }),
  });
  const transaction = fc.record({
    session: fc.integer({ min: 1, max: 3 }),
    startMs: fc.nat({ max: 40 }),
    tookMs: fc.integer({ min: 1, max: 30 }),
    isCommitted: fc.oneof({ weight: 6, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
    accesses: fc.array(access, { minLength: 1, maxLength: 3 }),
  });
  return fc.array(transaction, { minLength: 1, maxLength: 5 }).map((drawn) => {
    const writers = new Map<number, { readonly at: number; readonly lot: number }[]>();
    drawn.forEach(({ accesses }, at) => {
      for (const account of new Set(accesses.filter(({ isWrite }) => isWrite).map((each) => each.account))) {
        const lot = accesses.find((each) => each.isWrite && each.account === account)?.lot ?? 0;
        writers.set(account, [...(writers.get(account) ?? []), { at, lot }]);
      }
    });
    for (const each of writers.values()) each.sort((left, right) => left.lot - right.lot);
    return drawn.map(({ session, startMs, tookMs, isCommitted, accesses }, at): HistoryTransaction => {
      const written = new Set<number>();
      const seen = accesses.flatMap(({ account, isWrite, isUpdate, lot }): readonly Access[] => {
        const order = writers.get(account) ?? [];
        const own = order.findIndex((each) => each.at === at) + 1;
        if (!isWrite) {
          const drawnVersion = lot % (order.length + 1);
          // What it has not written yet, nobody can see.
          const version = drawnVersion === own && !written.has(account) ? 0 : drawnVersion;
          return [{ kind: 'plain-read', account, version, balance: 100 * version }];
        }
        if (written.has(account)) return [];
        written.add(account);
        return [{ kind: isUpdate ? 'update' : 'write', account, version: own, balance: 100 * own }];
      });
      const end = isCommitted ? 'committed' : 'aborted';
      return { session, node: 0, startMs, endMs: startMs + tookMs, end, accesses: seen };
    });
  });
}
