/** The payment id: the run's tag above, the arrival's index below, so that an id is unique over runs and leads back to its arrival. */

/** Bits of the index; the tag's 20 bits above it keep the id a safe integer. */
const indexRange = 2 ** 32;

export function paymentIdOf(runTag: number, arrival: number): number {
  return runTag * indexRange + arrival;
}

export function arrivalOf(paymentId: number): number {
  return paymentId % indexRange;
}

export function runTagOf(paymentId: number): number {
  return Math.floor(paymentId / indexRange);
}
