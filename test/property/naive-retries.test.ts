/** Whatever a naive client did and a ledger made of it, the audit counts exactly the customers who were charged more than once, and those who were turned away. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { paymentIdOf, paymentNumber } from '../../src/kit/payment-id.js';
import type { ApiSettings } from '../../src/model/api.js';
import type { Attempt } from '../../src/model/journal.js';
import type { Outcome } from '../../src/model/outcome.js';
import { createContents } from '../../src/plan/contents.js';
import type { AuditContext } from '../../src/run/audit/audit-context.js';
import { judgeCustomers } from '../../src/run/audit/judge-customers.js';
import { PaymentOutcomes } from '../../src/run/audit/payment-outcomes.js';
import { planOf } from '../fixtures/plan.js';
import { headerOf, judgingCatalog } from '../fixtures/synthetic-run.js';

const base = planOf({ phases: '[{ name: only, for: 1s, rate: 100/s }]', keys: 'client: { retry: naive 4 }' });
const plan = { ...base, scenario: { ...base.scenario, traffic: { ...base.scenario.traffic, mix: { transfer: 1 } } } };
const perArrival = plan.scenario.client.retry.attemptsMax;
const contents = createContents(plan, judgingCatalog().operations);

/** One attempt as client and ledger know it: what the client heard, and whether the payment is there. */
interface Truth {
  readonly outcome: Outcome;
  readonly isThere: boolean;
}

const unclear: fc.Arbitrary<Truth> = fc.oneof(
  fc.record({ outcome: fc.constant<Outcome>('in-doubt'), isThere: fc.boolean() }),
  // What the client took for an abort and the target carried out all the same: a charge, whoever is to blame.
  fc.record({ outcome: fc.constant<Outcome>('aborted'), isThere: fc.boolean() }),
);
const last: fc.Arbitrary<Truth> = fc.oneof(
  unclear,
  // Acknowledged and lost is no charge.
  fc.record({ outcome: fc.constant<Outcome>('acknowledged'), isThere: fc.boolean() }),
  fc.constant<Truth>({ outcome: 'declined', isThere: false }),
);
const customer = fc
  .tuple(fc.array(unclear, { maxLength: perArrival - 1 }), last)
  .map(([tries, end]) => [...tries, end]);
const unsent: readonly Truth[] = [{ outcome: 'dropped', isThere: false }];
const customers = fc.array(
  fc.oneof({ weight: 9, arbitrary: customer }, { weight: 1, arbitrary: fc.constant(unsent) }),
  {
    minLength: 1,
    maxLength: 40,
  },
);

test('double charges and lost sales are exactly those that happened', () => {
  fc.assert(
    fc.property(customers, (truths) => {
      const left = judgeCustomers(contextOf(truths));
      const charged = truths.map((attempts) => attempts.filter(({ isThere }) => isThere).length);
      const twice = charged.flatMap((charges, arrival) => (charges > 1 ? [arrival] : []));
      const away = truths.flatMap((attempts, arrival) =>
        charged[arrival] === 0 && !isServed(attempts) ? [arrival] : [],
      );
      expect(left.overcharged.count).toBe(twice.length);
      expect(left.overcharged.money).toBe(sum(twice, (at) => amountOf(at) * ((charged[at] ?? 0) - 1)));
      expect(left.overchargedArrivals).toEqual(twice.filter((at) => truths[at]?.at(-1)?.outcome === 'acknowledged'));
      expect(left.lostSales).toEqual({ count: away.length, money: sum(away, amountOf) });
    }),
  );
});

test('an example names every payment of the customer', () => {
  const [doubt, done]: readonly Truth[] = [
    { outcome: 'in-doubt', isThere: true },
    { outcome: 'acknowledged', isThere: true },
  ];
  const { examples } = judgeCustomers(contextOf([[done!], [doubt!, doubt!, done!]])).overcharged;
  expect(examples.map(({ payment }) => payment)).toEqual([idOf(1, 1)]);
  expect(examples[0]?.text).toContain(
    `charged 3 times: the client paid again, as payment ${idOf(1, 2)}, ${idOf(1, 3)}`,
  );
});

test('whoever paid again is named', () => {
  const doubt: Truth = { outcome: 'in-doubt', isThere: true };
  const api = { gateway: { kind: 'reference', bug: 'naive-retry' } } as ApiSettings;
  const through = headerOf({ ...plan, scenario: { ...plan.scenario, api } });
  const { examples } = judgeCustomers({ ...contextOf([[doubt, doubt]]), header: through }).overcharged;
  expect(examples[0]?.text).toContain('charged 2 times: the gateway paid again');
});

function idOf(arrival: number, attempt: number): number {
  return paymentIdOf(headerOf(plan).runTag, paymentNumber(arrival, attempt, perArrival));
}

function isServed(attempts: readonly Truth[]): boolean {
  const ends = attempts.map(({ outcome }) => outcome);
  return ends.includes('acknowledged') || (ends.at(-1) === 'declined' && !ends.includes('in-doubt'));
}

function contextOf(truths: readonly (readonly Truth[])[]): AuditContext {
  const outcomes = new PaymentOutcomes(truths.length, perArrival);
  truths.forEach((attempts, arrival) => {
    attempts.forEach(({ outcome, isThere }, index) => {
      const attempt = outcome === 'dropped' ? 0 : index + 1;
      outcomes.add({ arrival, attempt, outcome, operation: 0, errno: 0, step: 'done', endMs: 5 } as Attempt);
      const number = paymentNumber(arrival, attempt, perArrival);
      if (outcome === 'acknowledged' && !isThere) outcomes.markLost(number);
      if (outcome !== 'acknowledged' && isThere) outcomes.markFound(number);
    });
  });
  return {
    header: headerOf(plan),
    outcomes,
    contents,
    perArrival,
    numbersEnd: truths.length * perArrival,
    isJournalCut: false,
    isBuffering: false,
    isCopy: false,
    onProgress: () => undefined,
  };
}

function amountOf(arrival: number): number {
  const { content } = contents.contentOf(arrival);
  return content.kind === 'posting' ? content.amount : 0;
}

function sum(arrivals: readonly number[], of: (arrival: number) => number): number {
  return arrivals.reduce((total, arrival) => total + of(arrival), 0);
}
