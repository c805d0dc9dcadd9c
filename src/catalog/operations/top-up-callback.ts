/** A bank tells of a transfer once more: another arrival, under a payment id of its own, and the same money. No key of the payment can stop it, only the bank's reference. */
import type { OperationKind } from '../../model/operation.js';
import { drawCredit } from './words/credit.js';

const repeated = ['top-up'];

export const topUpCallback: OperationKind = {
  kind: 'top-up-callback',
  summary:
    "The bank's callback of an earlier top-up comes a second time, under another payment id: declined where its transfer has been credited. With it in the mix, every top-up carries the bank's reference.",
  effect: 'posting',
  link: 'bank-transfer',
  repeatsBankTransfers: true,
  // Before there was a top-up, it is the first that is heard of a transfer of its own.
  draw: (draws, ledger) => draws.earlierPayment(repeated)?.posting ?? drawCredit(draws, ledger),
};
