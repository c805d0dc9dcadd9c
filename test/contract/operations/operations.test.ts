/** What every operation owes: books that balance, amounts that a customer can pay, and the same content for the same draws. */
import { describe, expect, test } from 'vitest';
import * as operations from '../../../src/catalog/operations/index.js';
import { createIndexedStream } from '../../../src/kit/random.js';
import { createRegistry } from '../../../src/kit/registry.js';
import type { Draws, EarlierPayment, OperationContent, OperationKind, Posting } from '../../../src/model/operation.js';
import type { LedgerLayout } from '../../../src/model/plan.js';
import { layOutLedger } from '../../../src/plan/ledger-layout.js';
import { exampleOperations } from '../../fixtures/own-operations.js';
import { planOf } from '../../fixtures/plan.js';
import { touchedBy } from '../../fixtures/touched-by.js';

const arrivals = 2_000;
const builtIn = createRegistry<OperationKind>(operations).all;
// What a scenario brings with it owes the same.
const all = [...builtIn, ...(await exampleOperations())];
const ledger = layOutLedger(planOf({ keys: 'ledger: { accounts: 50 }' }).scenario.ledger, { hasPoints: true });
const ranges = Object.values(ledger);
const accounts = Math.max(...ranges.map(({ first, count }) => first + count));

describe.each(all.map((operation) => [operation.kind, operation] as const))('%s', (_kind, operation) => {
  const contents = Array.from({ length: arrivals }, (_each, index) => contentOf(operation, index));
  const postings = contents.filter((content): content is Posting => content.kind === 'posting');

  test('asks for what it says it does: every time a posting, or every time a read', () => {
    const effects = contents.map(({ kind }) => (kind === 'posting' ? 'posting' : 'read'));
    expect(new Set(effects)).toEqual(new Set([operation.effect]));
  });

  test('is described in a sentence', () => {
    expect(operation.summary).toMatch(/^[A-Z].*\.$/u);
  });

  test('has legs that sum to zero, and none that moves nothing', () => {
    expect(postings.filter(({ legs }) => legs.reduce((sum, { amount }) => sum + amount, 0) !== 0)).toEqual([]);
    expect(postings.filter(({ legs }) => legs.some(({ amount }) => amount === 0))).toEqual([]);
  });

  test('moves positive amounts of whole minor units: what it debits is what the customer pays', () => {
    const wrong = postings.filter(({ amount, legs }) => {
      const debited = legs.reduce((sum, leg) => sum + Math.max(0, -leg.amount), 0);
      return amount <= 0 || debited !== amount || ![amount, ...legs.map((leg) => leg.amount)].every(Number.isInteger);
    });
    expect(wrong).toEqual([]);
  });

  test('touches accounts of the ledger only, and none twice', () => {
    const touched = contents.map((content) => touchedBy(content).map(({ account }) => account));
    expect(touched.filter((each) => new Set(each).size < each.length)).toEqual([]);
    expect(touched.flat().filter((account) => !isAccount(account))).toEqual([]);
  });

  test('is a pure function of its draws: drawn again, in another order, it is the same', () => {
    const again = Array.from({ length: arrivals }, (_each, index) => contentOf(operation, arrivals - 1 - index));
    expect(again.toReversed()).toEqual(contents);
  });

  test('does not change the ledger it is given', () => {
    const before = JSON.stringify(ledger);
    contentOf(operation, 1);
    expect(JSON.stringify(ledger)).toBe(before);
  });

  test('settles what it has authorised, all of it and nothing else, with legs that sum to zero', () => {
    expect(postings.some(({ state }) => state === 'authorised')).toBe(operation.settle !== undefined);
    const settled = postings.map((posting, index) => operation.settle?.(posting, drawsOf(index, ledger), ledger));
    const wrong = settled.filter((settlement, index) => {
      const [debit, ...credits] = settlement?.posting.legs ?? [];
      const held = postings[index]?.legs.find(({ amount }) => amount > 0);
      return (
        settlement !== undefined &&
        (debit?.account !== held?.account ||
          debit?.amount !== -(held?.amount ?? 0) ||
          credits.reduce((sum, { amount }) => sum + amount, 0) !== held?.amount)
      );
    });
    expect(wrong).toEqual([]);
  });

  test('works in the smallest ledger there can be', () => {
    const { scenario } = planOf({ keys: 'ledger: { accounts: 2 }' });
    const smallest = layOutLedger(scenario.ledger, { hasPoints: true });
    for (let index = 0; index < 100; index += 1) {
      const content = contentOf(operation, index, smallest);
      const touched = touchedBy(content).map(({ account }) => account);
      expect(new Set(touched).size).toBe(touched.length);
    }
  });
});

function contentOf(operation: OperationKind, index: number, layout: LedgerLayout = ledger): OperationContent {
  return operation.draw(drawsOf(index, layout), layout);
}

/** Everything from the arrival's own stream. */
function drawsOf(index: number, layout: LedgerLayout): Draws {
  const { customers } = layout;
  const stream = createIndexedStream(2_507, 'contract');
  stream.seek(index);
  const below = (bound: number): number => Math.floor(stream.unit() * bound);
  return {
    unit: () => stream.unit(),
    below,
    customer: () => customers.first + below(customers.count),
    otherCustomer: (account) => customers.first + ((account - customers.first + 1) % customers.count),
    merchant: () => layout.merchants.first + below(layout.merchants.count),
    bankTransfer: () => index,
    earlierPayment: (kinds) => (index % 3 === 0 ? null : earlierOf(kinds[0] ?? '', index - 1, layout)),
  };
}

function earlierOf(kind: string, arrival: number, layout: LedgerLayout): EarlierPayment | null {
  const operation = all.find((each) => each.kind === kind);
  const content = operation === undefined ? null : contentOf(operation, arrival, layout);
  return content?.kind === 'posting' ? { arrival, posting: content } : null;
}

function isAccount(account: number): boolean {
  const isInRange = ranges.some(({ first, count }) => account >= first && account < first + count);
  return Number.isInteger(account) && account < accounts && isInRange;
}
