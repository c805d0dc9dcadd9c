/** What the record says of lost payments: how many, how much, and how long before the strike that took them they were acknowledged. */
import { describe, expect, it } from 'vitest';
import type { AuditExample, LedgerAudit } from '../../../src/model/audit.js';
import type { ArrivalTable } from '../../../src/model/evidence.js';
import { outcomes, type Outcome } from '../../../src/model/outcome.js';
import { paymentIdOf } from '../../../src/kit/payment-id.js';
import type { FaultStory } from '../../../src/verdict/fault-stories.js';
import { reconcile, type ReconcileOptions } from '../../../src/verdict/reconcile.js';
import { groupIncidents } from '../../../src/verdict/recovery/incidents.js';
import { auditOf, nodeAuditOf } from '../../fixtures/synthetic-run.js';

const operations = ['balance', 'transfer'];
const endMs = 60_000;

describe('the age of a lost payment', () => {
  it('is the time from its acknowledgement to the strike', () => {
    expect(agesOf([39_500, 39_990], [{ issuedMs: 40_000 }])).toEqual([500, 10]);
  });

  it('counts back from the last fault of an incident: what came before it only prepared it', () => {
    expect(agesOf([40_300], [{ issuedMs: 40_000 }, { issuedMs: 40_800 }])).toEqual([500]);
  });

  it('counts back from the next incident when there are several', () => {
    const faults = [{ issuedMs: 10_000 }, { issuedMs: 40_000 }];
    expect(agesOf([9_900, 10_300, 39_900], faults)).toEqual([100, 29_700, 100]);
  });

  it('counts back from a strike as long as that was not seen to have taken effect', () => {
    const faults = [{ issuedMs: 10_000, verifiedMs: 10_050 }, { issuedMs: 40_000 }];
    expect(agesOf([10_030, 10_070], faults)).toEqual([-30, 29_930]);
  });

  it('is negative for a payment that was acknowledged after the strike', () => {
    expect(agesOf([40_020], [{ issuedMs: 40_000 }])).toEqual([-20]);
  });

  it('is not known without a fault, or when the acknowledgement was not recorded', () => {
    expect(agesOf([39_500], [])).toEqual([null]);
    expect(agesOf([null], [{ issuedMs: 40_000 }])).toEqual([null]);
  });
});

it('the oldest age is that of the payment acknowledged longest before its strike', () => {
  expect(lossOf([39_900, 39_200, 39_950], [{ issuedMs: 40_000 }])?.lost?.oldestAgeMs).toBe(800);
  expect(lossOf([], [{ issuedMs: 40_000 }])?.lost?.oldestAgeMs).toBeNull();
});

it('the oldest age is that of all lost payments, also of those that are counted and not listed', () => {
  const arrivals = tableOf([
    ['acknowledged', 'transfer', 9_800, 9_900],
    ['acknowledged', 'transfer', 9_850, 9_950],
    ['acknowledged', 'transfer', 39_000, 39_300],
  ]);
  const listed = exampleOf(9_900);
  const lost = { count: 3, money: 750, examples: [listed] };
  const nodes = [nodeAuditOf('jkt-a', 'authority', { lost })];
  const audit = auditOf({ authority: 'jkt-a', nodes, lostArrivals: [0, 1, 2] });
  const faults = [{ issuedMs: 10_000 }, { issuedMs: 40_000 }];
  expect(reconciled(audit, arrivals, faults)?.lost?.oldestAgeMs).toBe(700);
});

it('a lost payment is named with its operation, its money and where it was found', () => {
  const [payment] = lossOf([39_500], [{ issuedMs: 40_000 }])?.lost?.payments ?? [];
  expect(payment).toEqual({
    payment: paymentIdOf(7, 1),
    operation: 'transfer',
    amount: 250,
    acknowledgedMs: 39_500,
    ageMs: 500,
    foundOn: ['db-a'],
  });
});

it('what the authority lost counts, not what another node lacks', () => {
  const lost = { count: 3, money: 900, examples: [] };
  const audit = auditOf({
    authority: 'jkt-a',
    nodes: [nodeAuditOf('jkt-a', 'authority'), nodeAuditOf('jkt-b', 'comparable', { lost })],
  });
  expect(reconciled(audit)).toMatchObject({ lost: { count: 0, money: 0 }, acknowledgedPresent: 9_000 });
});

it('only payments whose acknowledgement came in the five seconds before the first fault were at risk', () => {
  const arrivals = tableOf([
    ['acknowledged', 'transfer', 34_000, 34_500],
    ['acknowledged', 'transfer', 34_500, 35_000],
    ['acknowledged', 'transfer', 39_000, 39_999],
    ['acknowledged', 'transfer', 39_500, 40_000],
    ['acknowledged', 'balance', 39_000, 39_100],
    ['in-doubt', 'transfer', 39_000, 39_100],
  ]);
  const reconciliation = reconciled(auditOf(), arrivals, [{ issuedMs: 40_000 }, { issuedMs: 50_000 }]);
  expect(reconciliation?.acknowledgedJustBeforeFault).toBe(2);
});

it('payments were at risk before every fault that may have had an effect, and each counts once', () => {
  const arrivals = tableOf([
    ['acknowledged', 'transfer', 19_000, 19_500],
    ['acknowledged', 'transfer', 29_000, 29_500],
    ['acknowledged', 'transfer', 37_900, 38_000],
    ['acknowledged', 'transfer', 41_000, 41_500],
  ]);
  const missed = { issuedMs: 20_000, ineffectiveReason: 'It still ran' };
  const strikes = [missed, { issuedMs: 30_000 }, { issuedMs: 40_000 }, { issuedMs: 42_500 }];
  expect(reconciled(auditOf(), arrivals, strikes)?.acknowledgedJustBeforeFault).toBe(3);
  expect(reconciled(auditOf(), arrivals, [missed])?.acknowledgedJustBeforeFault).toBe(0);
});

it('what was not read is not counted, neither as present nor as lost', () => {
  const unreadable = { ...nodeAuditOf('jkt-a', 'authority'), unreadable: 'connection refused' };
  expect(reconciled(auditOf({ authority: null, nodes: [unreadable] }))).toMatchObject({
    acknowledgedPresent: null,
    lost: null,
    inDoubtPresent: null,
    inDoubtAbsent: null,
  });
});

describe('what was absent at the first look after a fault', () => {
  const look = {
    kind: 'first-look',
    atMs: 42_000,
    after: 'kill',
    node: 'jkt-b',
    lookedFor: 300,
    absent: [3, 5, 8],
  } as const;

  it('was temporarily invisible when it is there in the end, and is told as lost only when it is not', () => {
    const audit = auditOf({ nodes: [nodeAuditOf('jkt-a', 'authority')], authority: 'jkt-a', lostArrivals: [5, 6] });
    expect(reconciled(audit, undefined, [], [look])?.firstLooks).toEqual([
      {
        fault: 'kill',
        node: 'jkt-b',
        atMs: 42_000,
        lookedFor: 300,
        temporarilyInvisible: { count: 2, payments: [paymentIdOf(7, 3), paymentIdOf(7, 8)] },
      },
    ]);
  });

  it('is not divided as long as nobody could read the ledger', () => {
    const unreadable = { ...nodeAuditOf('jkt-a', 'authority'), unreadable: 'connection refused' };
    const audit = auditOf({ authority: 'jkt-a', nodes: [unreadable] });
    expect(reconciled(audit, undefined, [], [look])?.firstLooks[0]?.temporarilyInvisible).toBeNull();
  });
});

it('nothing is said of a ledger that was never read', () => {
  expect(reconciled(null)).toBeNull();
});

function agesOf(acknowledgedMs: readonly (number | null)[], faults: readonly Strike[]): readonly (number | null)[] {
  return lossOf(acknowledgedMs, faults)?.lost?.payments.map(({ ageMs }) => ageMs) ?? [];
}

function lossOf(acknowledgedMs: readonly (number | null)[], faults: readonly Strike[]) {
  const examples = acknowledgedMs.map(exampleOf);
  const lost = { count: examples.length, money: 250 * examples.length, examples };
  const audit = auditOf({ authority: 'jkt-a', nodes: [nodeAuditOf('jkt-a', 'authority', { lost })] });
  return reconciled(audit, undefined, faults);
}

function exampleOf(acknowledgedMs: number | null): AuditExample {
  return { payment: paymentIdOf(7, 1), account: null, amount: 250, acknowledgedMs, foundOn: ['db-a'], text: 'absent' };
}

type Strike = Pick<FaultStory, 'issuedMs'> & Partial<Pick<FaultStory, 'verifiedMs' | 'ineffectiveReason'>>;

function reconciled(
  audit: LedgerAudit | null,
  arrivals = tableOf([]),
  faults: readonly Strike[] = [],
  firstLooks: ReconcileOptions['firstLooks'] = [],
) {
  const stories = faults.map((fault) => ({ verifiedMs: null, ...fault, heal: null }) as FaultStory);
  const incidents = groupIncidents(stories, endMs);
  const postings = new Set([operations.indexOf('transfer')]);
  return reconcile({ audit, arrivals, operations, postings, incidents, firstLooks, runTag: 7, perArrival: 1 });
}

type Row = readonly [outcome: Outcome, operation: string, intendedStartMs: number, answeredMs: number];

function tableOf(rows: readonly Row[]): ArrivalTable {
  const sorted = [...rows].sort((a, b) => a[2] - b[2]);
  return {
    count: sorted.length,
    intendedStartMs: Float64Array.from(sorted, ([, , startMs]) => startMs),
    responseTimeMs: Float32Array.from(sorted, ([, , startMs, answeredMs]) => answeredMs - startMs),
    outcome: Uint8Array.from(sorted, ([outcome]) => outcomes.indexOf(outcome)),
    operation:
      sorted.length === 0 ? Uint8Array.of(0, 1) : Uint8Array.from(sorted, ([, name]) => operations.indexOf(name)),
  } as ArrivalTable;
}
