/** A customer looks at the latest payments: an index scan, and a balance that must fit them. */
import type { OperationKind } from '../../model/operation.js';

export const history: OperationKind = {
  kind: 'history',
  summary:
    'Reads the latest ten entries of one wallet and its balance, which must be the one that the latest entry left.',
  effect: 'read',
  draw: (draws) => ({ kind: 'history', account: draws.customer() }),
};
