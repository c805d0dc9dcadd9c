/** How many merchants a ledger has beside so many wallets of customers. */

const merchantsMin = 10;
const customersPerMerchant = 100;

export function merchantCount(customers: number): number {
  return Math.max(merchantsMin, Math.floor(customers / customersPerMerchant));
}
