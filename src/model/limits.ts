/** The outermost bounds of a rehearsal: far above what one machine can drive, close enough that a slip of the pen is refused before anything is sent. */

export const limits = {
  ratePerSecondMax: 100_000,
  durationMsMax: 24 * 3_600_000,
  /** Verifying keeps some bytes for every arrival. */
  arrivalsMax: 500_000_000,
  accountsMax: 10_000_000,
  connectionsMax: 4096,
  /** Of a payment API: one address has some 28,000 ports for its clients, unless they are widened. */
  apiConnectionsMax: 16_384,
  threadsMax: 64,
  phasesMax: 100,
  /** Shapes that add up to the rate of a phase. */
  partsMax: 10,
  /** Operations that a scenario brings with it, and what each of them is compiled to. */
  ownOperationsMax: 32,
  ownOperationBytesMax: 1024 * 1024,
  faultsMax: 50,
  /** Of one fault: long enough for a node to copy all data anew. */
  healMsMax: 150_000,
  gatesMax: 200,
  /** What can end by itself does so this long after its planned heal: only a runner that is gone is ever that late. */
  boundGraceMs: 10_000,
  scenarioBytesMax: 1024 * 1024,
} as const;
