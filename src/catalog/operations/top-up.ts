/** Bank to wallet: a customer's bank account is charged through the bank's suspense account. */
import type { OperationKind } from '../../model/operation.js';
import { drawCredit } from './words/credit.js';

export const topUp: OperationKind = {
  kind: 'top-up',
  summary: 'Brings money from a bank into a wallet; the few bank suspense accounts are hot rows.',
  effect: 'posting',
  link: 'bank-transfer',
  draw: drawCredit,
};
