/** A customer looks at the balance: what people do most, and again and again during an outage. */
import type { OperationKind } from '../../model/operation.js';

export const balance: OperationKind = {
  kind: 'balance',
  summary: 'Reads the balance of one wallet.',
  effect: 'read',
  draw: (draws) => ({ kind: 'read', accounts: [draws.customer()] }),
};
