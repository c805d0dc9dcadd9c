/** Wallet to bank: the money is held, the bank asked, and then it goes to the bank's suspense account, or back to the wallet. */
import type { OperationKind } from '../../model/operation.js';
import { authorise, settle } from './words/authorise.js';

export const withdrawal: OperationKind = {
  kind: 'withdrawal',
  summary:
    'Holds what a customer takes out, and captures or voids it in a second transaction when the bank has answered.',
  effect: 'posting',
  link: 'settlement',
  draw: authorise,
  settle: (authorisation, draws, { banks }) =>
    settle(authorisation, draws, {
      payee: banks.first + draws.below(banks.count),
      voidedShare: 0.02,
      afterMsMin: 100,
      afterMsMax: 1_000,
    }),
};
