/** What a comparison keeps of a run. */
import { expect, it } from 'vitest';
import { comparedRun } from '../../../../src/repeat/compare/compared-run.js';
import type { RunRecord } from '../../../../src/model/run-record.js';
import { passingRecord } from '../../../fixtures/record.js';

const place = { value: 'naive 3', folder: 'run-01', tookMs: 60_000 };
const record = passingRecord();

it('sums up the outages of faults and heals, each once', () => {
  const [recovery] = record.recoveries;
  const outages = [{ fromMs: 1_000, toMs: 3_000, errorMs: 20 }];
  const healOutages = [{ fromMs: 9_000, toMs: 9_500, errorMs: 10 }];
  const twice = { ...record, recoveries: [recovery!, recovery!].map((each) => ({ ...each, outages, healOutages })) };
  expect(comparedRun(twice, place).outageMs).toMatchObject({ valueMs: 2_500, errorMs: 30 });
  expect(comparedRun({ ...record, recoveries: [] }, place).outageMs).toBeNull();
});

it('says how much more was sent than was asked for', () => {
  const totals = { ...record.totals, arrivals: 200, attempts: 250 };
  const series = { ...record.series, achievedPerSecond: [3, 40, 7] };
  expect(comparedRun({ ...record, totals, series }, place).load).toEqual({
    arrivals: 200,
    attempts: 250,
    attemptsPerArrival: 1.25,
    attemptsPerSecondMax: 40,
  });
});

it('takes what was charged and lost from the node that counts as the truth, and knows nothing without one', () => {
  const charged = withAuthority((node) => ({
    ...node,
    categories: { ...node.categories, duplicate: { count: 4, money: 900, examples: [] } },
  }));
  expect(comparedRun(charged, place).payments).toEqual({
    doubleCharges: { count: 4, money: 900 },
    lostSales: { count: 7, money: 70 },
    lost: { count: 0, money: 0 },
  });
  expect(
    comparedRun(
      withAuthority((node) => ({ ...node, unreadable: 'gone' })),
      place,
    ).payments,
  ).toBeNull();
  expect(comparedRun({ ...record, reconciliation: null }, place).payments).toBeNull();
});

type Audit = NonNullable<RunRecord['reconciliation']>['audit'];

function withAuthority(change: (node: Audit['nodes'][number]) => Audit['nodes'][number]): RunRecord {
  const { reconciliation } = record;
  if (reconciliation === null) throw new Error('The record has no reconciliation.');
  const { audit } = reconciliation;
  const nodes = audit.nodes.map((node) => (node.node === audit.authority ? change(node) : node));
  return {
    ...record,
    reconciliation: { ...reconciliation, audit: { ...audit, nodes, lostSales: { count: 7, money: 70 } } },
  };
}
