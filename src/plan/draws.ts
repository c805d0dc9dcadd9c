/** The numbers that an operation draws for one arrival, all from the arrival's own stream. */
import type { IndexedStream } from '../kit/random.js';
import type { Draws, EarlierPayment } from '../model/operation.js';
import type { AccountRange, LedgerLayout, Plan } from '../model/plan.js';
import type { LedgerSettings } from '../model/scenario.js';
import { createAccountDraw } from './popularity.js';

/** Draws before giving up on chance for a second customer: only a scenario whose whole traffic is on one hot account gets that far. */
const otherCustomerTries = 16;

export type LookBack = (kinds: readonly string[]) => EarlierPayment | null;

interface DrawsSite {
  /** The one that is drawn now. */
  readonly arrival: () => number;
  /** Whether what a bank transfers carries a reference. */
  readonly hasBankTransfers: boolean;
  readonly earlierPayment: LookBack;
}

export function createDraws({ scenario, ledger }: Plan, stream: IndexedStream, site: DrawsSite): Draws {
  const drawCustomer = createAccountDraw(scenario.ledger, ledger.customers);
  const customer = (): number => drawCustomer(stream);
  const drawMerchant = createMerchantDraw(scenario.ledger, ledger);
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
    merchant: () => drawMerchant(stream),
    bankTransfer: () => (site.hasBankTransfers ? site.arrival() : null),
    earlierPayment: site.earlierPayment,
  };
}

/** A hot merchant that is split is paid on one of its parts, whichever chance takes. */
function createMerchantDraw(
  settings: LedgerSettings,
  { merchants, merchantParts }: LedgerLayout,
): (stream: IndexedStream) => number {
  // Plans of older versions know no hot merchants.
  const {
    hot = null,
    zipfExponent = 0,
    split = 1,
  } = (settings.merchants as typeof settings.merchants | undefined) ?? {};
  if (hot === null && zipfExponent === 0)
    return (stream) => merchants.first + Math.floor(stream.unit() * merchants.count);
  const draw = createAccountDraw({ hot, zipfExponent }, merchants);
  if (hot === null || split === 1) return draw;
  return (stream) => {
    const place = draw(stream) - merchants.first;
    if (place >= hot.accounts) return merchants.first + place;
    return merchantParts.first + place * split + Math.floor(stream.unit() * split);
  };
}

function nextAfter(account: number, { first, count }: AccountRange): number {
  return first + ((account - first + 1) % count);
}
