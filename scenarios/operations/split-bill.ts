/** A dinner is paid by its guests, each from a wallet of their own: all of them pay, or nobody does. */
import { defineOperation, drawAmount } from 'paystorm';

const guestsMin = 2;
const guestsMax = 5;
/** Minor units for each guest. */
const shareMin = 500;
const shareRange = 4_500;

export default defineOperation({
  kind: 'split-bill',
  summary:
    'Pays a merchant from the wallets of several guests at once; who has too little lets the whole bill be declined.',
  effect: 'posting',
  draw(draws, { customers }) {
    const wanted = guestsMin + draws.below(guestsMax - guestsMin + 1);
    // In a small ledger the same guest may be drawn twice, and pays once.
    const guests = [...new Set(Array.from({ length: wanted }, () => draws.customer()))];
    if (guests.length < guestsMin && customers.count >= guestsMin) guests.push(draws.otherCustomer(guests[0] ?? 0));
    const share = drawAmount(draws, shareMin, shareRange);
    const amount = share * guests.length;
    return {
      kind: 'posting',
      amount,
      legs: [...guests.map((account) => ({ account, amount: -share })), { account: draws.merchant(), amount }],
      hasOutboxEvent: true,
    };
  },
});
