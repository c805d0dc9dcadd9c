import { describe, expect, it, test } from 'vitest';
import { OperationRefusal } from '../../../src/kit/own-operations.js';
import type { Draws, OperationDefinition, Posting } from '../../../src/model/operation.js';
import { layOutLedger } from '../../../src/plan/ledger-layout.js';
import { ownOf } from '../../fixtures/own-operations.js';
import { planOf } from '../../fixtures/plan.js';
import { toolErrorOf } from '../../fixtures/thrown-by.js';

const ledger = layOutLedger(planOf({ keys: 'ledger: { accounts: 50 }' }).scenario.ledger, { hasPoints: true });
const draws = {} as Draws;
const { customers, merchants, holdings, budgets, points } = ledger;
const [payer, payee] = [customers.first, merchants.first];

const sound: Posting = {
  kind: 'posting',
  amount: 5,
  legs: [
    { account: payer, amount: -5 },
    { account: payee, amount: 5 },
  ],
  hasOutboxEvent: false,
};

function refusalOf(content: unknown, definition: Partial<OperationDefinition> = {}): string {
  const operation = ownOf({ ...definition, draw: () => content as Posting });
  const { message } = toolErrorOf(() => operation.draw(draws, ledger));
  expect(message).toContain('own.ts: draw of "own" gave what cannot be: ');
  return message.slice(message.indexOf('be: ') + 'be: '.length, -1);
}

const legs = (...pairs: readonly (readonly [number, number])[]) =>
  pairs.map(([account, amount]) => ({ account, amount }));

describe('what an operation draws', () => {
  it('is handed on in new objects, so that the operation cannot change it later', () => {
    const kept = { ...sound, legs: legs([payer, -5], [payee, 5]) };
    const drawn = ownOf({ draw: () => kept }).draw(draws, ledger);
    expect(drawn).toEqual(sound);
    kept.legs.pop();
    Object.assign(kept.legs[0] ?? {}, { amount: 7 });
    expect(drawn).toEqual(sound);
  });

  it('cannot change the ledger that it is given', () => {
    const changing = ownOf({
      draw(_draws, given) {
        (given as { customers: unknown }).customers = null;
        return sound;
      },
    });
    expect(toolErrorOf(() => changing.draw(draws, structuredClone(ledger))).message).toContain('read only');
  });

  test.each<readonly [string, unknown, string]>([
    ['nothing', undefined, 'it is missing'],
    ['another kind', { ...sound, kind: 'post' }, 'kind is none of posting, read, history and status ("post")'],
    ['a fraction', { ...sound, amount: 2.5 }, 'amount is no whole number (2.5)'],
    ['an amount that is a text', { ...sound, amount: '5' }, 'amount is no whole number ("5")'],
    ['no amount', { ...sound, amount: undefined }, 'amount is missing'],
    [
      'a leg of a fraction',
      { ...sound, legs: legs([payer, -2.5], [payee, 2.5]) },
      'legs[0].amount is no whole number (-2.5)',
    ],
    ['a leg of nothing', { ...sound, legs: legs([payer, -5], [payee, 0]) }, 'legs[1].amount moves nothing (0)'],
    ['a single leg', { ...sound, legs: legs([payer, -5]) }, 'legs has fewer than two legs'],
    ['a field that is unknown', { ...sound, stat: 'posted' }, 'stat is unknown'],
    [
      'an unknown state',
      { ...sound, state: 'booked' },
      'state is none of posted, authorised, captured, voided ("booked")',
    ],
    [
      'an unknown condition',
      { ...sound, condition: { kind: 'maybe' } },
      'condition.kind is none of pledge, refundable, authorised and unclaimed ("maybe")',
    ],
    [
      'books that do not balance',
      { ...sound, legs: legs([payer, -5], [payee, 4]) },
      'its legs sum to -1, and not to zero',
    ],
    ['another amount than it debits', { ...sound, amount: 6 }, 'its amount is 6, and its legs debit 5'],
    ['an account of nobody', { ...sound, legs: legs([payer, -5], [9_999, 5]) }, 'account 9999 is none of the ledger'],
    ['an account twice', { ...sound, legs: legs([payer, -5], [payer, 5]) }, `account ${payer} stands there twice`],
    ['points for money', { ...sound, legs: legs([payer, -5], [points.first, 5]) }, 'its legs turn points into money'],
    ['a read', { kind: 'read', accounts: [payer] }, "its effect is 'posting', and the content's kind is 'read'"],
    ['what nothing settles', { ...sound, state: 'authorised' }, "its state is 'authorised', and nothing settles it"],
    ['a capture by itself', { ...sound, state: 'captured' }, "its state is 'captured', which only settle may give"],
    [
      'an original without a condition',
      { ...sound, original: 3 },
      "it has an original, and its condition is not { kind: 'refundable' }",
    ],
  ])('is refused when it is %s', (_what, content, words) => {
    expect(refusalOf(content)).toBe(words);
  });

  it('is a refund or a voucher only where the operation says so, because only then the audit looks', () => {
    const refund = { ...sound, condition: { kind: 'refundable' } };
    const voucher = { ...sound, condition: { kind: 'unclaimed', campaign: budgets.first, customer: payer } };
    expect(refusalOf(refund)).toContain("link: 'refund' go together");
    expect(refusalOf(sound, { link: 'refund' })).toContain("link: 'refund' go together");
    expect(refusalOf(voucher)).toContain("link: 'voucher' go together");
    expect(ownOf({ link: 'refund', draw: () => refund as Posting }).draw(draws, ledger)).toEqual(refund);
    expect(ownOf({ link: 'voucher', draw: () => voucher as Posting }).draw(draws, ledger)).toEqual(voucher);
  });

  it('is a read where the operation reads', () => {
    for (const content of [
      { kind: 'read', accounts: [payer, payee] },
      { kind: 'history', account: payer },
      { kind: 'status', original: 0 },
    ] as const)
      expect(ownOf({ effect: 'read', draw: () => content }).draw(draws, ledger)).toEqual(content);
    expect(refusalOf({ kind: 'history', account: 0 }, { effect: 'read' })).toBe('account is below 1 (0)');
  });

  it('that fails is told with its message, and with what is not there for it', () => {
    expect(failing('no tariff')).toBeInstanceOf(OperationRefusal);
    expect(failing('no tariff').message).toBe('own.ts: draw of "own" failed: no tariff.');
    expect(failing('Date is not defined').hint).toContain('no clock');
  });
});

describe('what settles an authorisation', () => {
  const authorised: Posting = { ...sound, state: 'authorised', legs: legs([payer, -5], [holdings.first, 5]) };
  const captured: Posting = {
    ...sound,
    legs: legs([holdings.first, -5], [payee, 5]),
    state: 'captured',
    condition: { kind: 'authorised' },
  };
  const settled = (posting: Posting, afterMs = 100) =>
    ownOf({ link: 'settlement', draw: () => authorised, settle: () => ({ afterMs, posting }) }).settle?.(
      authorised,
      draws,
      ledger,
    );

  it('moves on what was held, and is handed on as it is', () => {
    expect(settled(captured)).toEqual({ afterMs: 100, posting: captured });
    expect(settled({ ...captured, state: 'voided' })?.posting.state).toBe('voided');
  });

  test.each<readonly [string, Posting, string]>([
    [
      'is neither captured nor voided',
      { ...captured, state: 'posted' },
      "its state is neither 'captured' nor 'voided'",
    ],
    [
      'does not ask for the authorisation',
      { ...captured, condition: { kind: 'refundable' } },
      "its condition is not { kind: 'authorised' }",
    ],
    [
      'takes another amount',
      { ...captured, amount: 4, legs: legs([holdings.first, -4], [payee, 4]) },
      'its amount is 4, and 5 were authorised',
    ],
    [
      'takes it from elsewhere',
      { ...captured, legs: legs([payer, -5], [payee, 5]) },
      'it takes nothing from an account that the authorisation has put money on',
    ],
    ['has a wrong form', { ...captured, legs: [] }, 'posting.legs is empty'],
  ])('is refused when it %s', (_what, posting, words) => {
    expect(toolErrorOf(() => settled(posting)).message).toBe(`own.ts: settle of "own" gave what cannot be: ${words}.`);
  });
});

function failing(message: string) {
  const operation = ownOf({
    draw() {
      throw new Error(message);
    },
  });
  return toolErrorOf(() => operation.draw(draws, ledger));
}
