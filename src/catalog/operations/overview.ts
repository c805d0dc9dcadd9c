/** A customer looks at two wallets together: the total is right only when both are shown as of one moment. */
import type { OperationKind } from '../../model/operation.js';

export const overview: OperationKind = {
  kind: 'overview',
  summary:
    'Reads the balances of two wallets in one transaction; it shows whether what was committed together is seen together.',
  effect: 'read',
  draw(draws) {
    const first = draws.customer();
    return { kind: 'read', accounts: [first, draws.otherCustomer(first)] };
  },
};
