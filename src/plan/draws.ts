/** The numbers that an operation draws for one arrival, all from the arrival's own stream. */
import type { IndexedStream } from '../kit/random.js';
import type { Draws, EarlierPayment } from '../model/operation.js';
import type { AccountRange, Plan } from '../model/plan.js';
import { createCustomerDraw } from './customers.js';

/** Draws before giving up on chance for a second customer: only a scenario whose whole traffic is on one hot account gets that far. */
const otherCustomerTries = 16;

export type LookBack = (kinds: readonly string[]) => EarlierPayment | null;

export function createDraws({ scenario, ledger }: Plan, stream: IndexedStream, earlierPayment: LookBack): Draws {
  const drawCustomer = createCustomerDraw(scenario.ledger, ledger.customers);
  const customer = (): number => drawCustomer(stream);
  return {
    unit: stream.unit,
    below: (bound) => Math.floor(stream.unit() * bound),
    customer,
    otherCustomer(account) {
      for (let tries = 0; tries < otherCustomerTries; tries += 1) {
        const candidate = customer();
        if (candidate !== account) return candidate;
      }
      return nextAfter(account, ledger.customers);
    },
    earlierPayment,
  };
}

function nextAfter(account: number, { first, count }: AccountRange): number {
  return first + ((account - first + 1) % count);
}
