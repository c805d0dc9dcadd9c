/** What payments in two transactions share: the first moves the money to a holding account, the second on to whom it is for, or back. */
import type { Draws, Posting, Settlement } from '../../../model/operation.js';
import type { LedgerLayout } from '../../../model/plan.js';
import { drawAmount, move } from './money.js';

const amountMin = 100;
const amountRange = 4_900;

export function authorise(draws: Draws, { holdings }: LedgerLayout): Posting {
  const payer = draws.customer();
  const holding = holdings.first + draws.below(holdings.count);
  const amount = drawAmount(draws, amountMin, amountRange);
  return {
    kind: 'posting',
    amount,
    legs: move(amount, payer, holding),
    hasOutboxEvent: false,
    state: 'authorised',
  };
}

export interface SettlementTerms {
  /** Account that is paid. */
  readonly payee: number;
  /** Share of authorisations that are voided, 0 to 1. */
  readonly voidedShare: number;
  /** How long the other side takes, at least and at most. */
  readonly afterMsMin: number;
  readonly afterMsMax: number;
}

export function settle({ amount, legs }: Posting, draws: Draws, terms: SettlementTerms): Settlement {
  const [payer, holding] = legs.map(({ account }) => account) as [number, number];
  const isVoided = draws.unit() < terms.voidedShare;
  return {
    afterMs: terms.afterMsMin + draws.below(terms.afterMsMax - terms.afterMsMin),
    posting: {
      kind: 'posting',
      amount,
      legs: move(amount, holding, isVoided ? payer : terms.payee),
      hasOutboxEvent: !isVoided,
      state: isVoided ? 'voided' : 'captured',
      condition: { kind: 'authorised' },
    },
  };
}
