/** Named mixes: modelled shares in percent, there being no authoritative public ones. They name operations that do not exist yet; what exists shares the whole. */

/** Shares of what an e-wallet's customers do; of a hundred top-ups the bank tells one twice. */
export const mixPresets: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  weekday: {
    balance: 45,
    'qr-payment': 22,
    transfer: 12,
    'top-up': 8,
    'top-up-callback': 0.08,
    'bill-payment': 7,
    withdrawal: 3,
    refund: 1,
    voucher: 1,
    status: 1,
  },
  payday: {
    balance: 35,
    'qr-payment': 15,
    transfer: 22,
    'top-up': 10,
    'top-up-callback': 0.1,
    'bill-payment': 8,
    withdrawal: 8,
    refund: 1,
    status: 1,
  },
  'midnight-sale': {
    balance: 25,
    'qr-payment': 45,
    transfer: 4,
    'top-up': 8,
    'top-up-callback': 0.08,
    'bill-payment': 2,
    withdrawal: 1,
    refund: 1,
    voucher: 12,
    status: 2,
  },
  'red-envelope': {
    balance: 30,
    'qr-payment': 5,
    transfer: 25,
    'top-up': 3,
    'top-up-callback': 0.03,
    withdrawal: 2,
    voucher: 33,
    status: 2,
  },
  'flash-sale': {
    balance: 30,
    'qr-payment': 50,
    transfer: 2,
    'top-up': 10,
    'top-up-callback': 0.1,
    refund: 3,
    status: 5,
  },
  'post-outage': {
    balance: 20,
    'qr-payment': 15,
    transfer: 5,
    'top-up': 3,
    'top-up-callback': 0.03,
    'bill-payment': 2,
    withdrawal: 1,
    refund: 2,
    voucher: 2,
    status: 50,
  },
};

/** The preset without the operations that the catalog lacks. Weights need not add up to 100: only their proportions count. */
export function presetMix(name: string, operations: readonly string[]): Readonly<Record<string, number>> {
  const shares = Object.entries(mixPresets[name] ?? {});
  return Object.fromEntries(shares.filter(([operation]) => operations.includes(operation)));
}
