import { describe, expect, it } from 'vitest';
import { OperationRefusal, withOperations } from '../../../src/kit/own-operations.js';
import type { Draws, OperationDefinition, Posting } from '../../../src/model/operation.js';
import type { Mix } from '../../../src/model/scenario.js';
import { buildPlan } from '../../../src/plan/build-plan.js';
import { unsteadiness } from '../../../src/plan/try-operation.js';
import { testCatalog } from '../../fixtures/catalog.js';
import { exampleOperations, ownOf } from '../../fixtures/own-operations.js';
import { planOf } from '../../fixtures/plan.js';

const plan = planOf({ mix: '{ transfer: 1, qr-payment: 1 }', keys: 'ledger: { accounts: 100 }' });

function transferOf(draws: Draws, amount = 5): Posting {
  const payer = draws.customer();
  const payee = draws.otherCustomer(payer);
  const legs = [
    { account: payer, amount: -amount },
    { account: payee, amount },
  ];
  return { kind: 'posting', amount, legs, hasOutboxEvent: false };
}

/** `make` gives a definition whose state is its own, as each loading of a file does. */
function tried(make: () => Partial<OperationDefinition>): string | null {
  return unsteadiness({ plan, catalog: withOperations(testCatalog(), [ownOf(make())]), again: ownOf(make()) });
}

describe('an operation that is tried out', () => {
  it('passes when it draws the same again, in the examples too', async () => {
    expect(tried(() => ({ draw: (draws) => transferOf(draws, 1 + draws.below(9)) }))).toBeNull();
    const examples = await exampleOperations();
    const catalog = withOperations(testCatalog(), examples);
    expect(examples.map((again) => unsteadiness({ plan, catalog, again }))).toEqual([null, null]);
  });

  it('may keep what does not change what it draws', () => {
    const known = new Map<number, number>();
    const feeOf = (amount: number) => known.get(amount) ?? (known.set(amount, amount + 1), amount + 1);
    expect(tried(() => ({ draw: (draws) => transferOf(draws, feeOf(draws.below(9))) }))).toBeNull();
  });

  it('is found out when it counts, also when it counts seldom', () => {
    expect(tried(() => counting(1))).toContain(
      'gives another content when the same arrival is drawn again: {"amount":',
    );
    expect(tried(() => counting(200))).toContain('gives another content');
  });

  it('throws what it throws, also in one draw of a hundred', () => {
    const rare = { draw: (draws: Draws) => transferOf(draws, draws.below(100) === 0 ? 2.5 : 5) };
    expect(() => tried(() => rare)).toThrow(OperationRefusal);
  });

  it('throws what it throws in a draw of the plan itself, however rare that is', () => {
    expect(() => triedIn({ own: 1 }, [tired, tired])).toThrow('no more');
    expect(tried(tired)).toBeNull();
  });

  it('is not blamed for what another one does, which is told when that is tried', () => {
    expect(triedIn({ own: 1, wrong: 1 }, [sound, sound, wrong])).toBeNull();
    expect(() => triedIn({ own: 1, wrong: 1 }, [wrong, wrong, sound])).toThrow('no tariff');
  });

  it('shares an account with what it pays back, or is refused', () => {
    expect(tried(() => refund(true))).toBeNull();
    expect(tried(() => refund(false))).toContain('shares no account');
  });
});

/** Of ten thousand arrivals, the first one is tried, and loaded again as the second. */
function triedIn(mix: Mix, [first, second, ...others]: readonly (() => Partial<OperationDefinition>)[]): string | null {
  const { scenario } = planOf({ phases: '[{ name: only, for: 100s, rate: 100/s }]' });
  const catalog = withOperations(testCatalog(), [ownOf(first?.() ?? {}), ...others.map((make) => ownOf(make()))]);
  const ofOwn = { ...scenario, traffic: { ...scenario.traffic, mix } };
  return unsteadiness({ plan: buildPlan(ofOwn, catalog), catalog, again: ownOf(second?.() ?? {}) });
}

function wrong(): Partial<OperationDefinition> {
  return {
    kind: 'wrong',
    draw() {
      throw new Error('no tariff');
    },
  };
}

function sound(): Partial<OperationDefinition> {
  return { draw: (draws) => transferOf(draws) };
}

/** Fails after more draws than are only tried. */
function tired(): Partial<OperationDefinition> {
  let drawn = 0;
  return {
    draw(draws) {
      drawn += 1;
      if (drawn > 7_000) throw new Error('no more');
      return transferOf(draws);
    },
  };
}

function counting(every: number): Partial<OperationDefinition> {
  let drawn = 0;
  return { draw: (draws: Draws) => transferOf(draws, 5 + Math.floor((drawn += 1) / every)) };
}

function refund(isShared: boolean): Partial<OperationDefinition> {
  return {
    link: 'refund',
    draw(draws, { fees }) {
      const earlier = draws.earlierPayment(['qr-payment']);
      const [payer = 1, merchant = 2] = earlier?.posting.legs.map(({ account }) => account) ?? [];
      const amount = earlier?.posting.amount ?? 1;
      const back = { account: isShared ? merchant : fees.first, amount: -amount };
      const legs = [back, { account: isShared ? payer : fees.first + 1, amount }];
      const original = earlier === null ? {} : { original: earlier.arrival };
      return { kind: 'posting', amount, legs, hasOutboxEvent: false, ...original, condition: { kind: 'refundable' } };
    },
  };
}
