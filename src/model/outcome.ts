/** The ways an attempt and an arrival can end. Default deny: whatever is not provably one of the others is in doubt. */

/** Order is the wire format of the attempt journal: append only. */
export const outcomes = ['acknowledged', 'aborted', 'in-doubt', 'declined', 'dropped'] as const;

/**
 * acknowledged: the client received a success answer to COMMIT (or to the read).
 * aborted: it certainly did not take effect.
 * in-doubt: it may or may not have taken effect.
 * declined: the business refused it (insufficient funds), certainly without effect; a correct answer.
 * dropped: never sent.
 */
export type Outcome = (typeof outcomes)[number];

/** Order is the wire format of the attempt journal (field `errno` of dropped arrivals): append only. */
export const dropReasons = ['none', 'pool-exhausted', 'deadline-passed', 'generator-late', 'interrupted'] as const;
export type DropReason = (typeof dropReasons)[number];

export const errorClasses = [
  'deadlock',
  'lock-timeout',
  'connection-lost',
  'timeout',
  'unreachable',
  'read-only',
  'not-ready',
  'shutdown',
  'too-many-connections',
  'duplicate-id',
  'commit-failed',
  'rejected',
  'other',
] as const;
export type ErrorClass = (typeof errorClasses)[number];

/** "Duplicate entry … for key …": a server's answer to a row whose key is taken, in every flavor. */
export const duplicateKeyErrno = 1062;

/**
 * Driver-side ends that have no server errno, stored in the errno field of the journal: append only.
 * They lie outside the range that servers use.
 */
export const driverErrno = {
  connectionLost: 60001,
  timeout: 60002,
  unreachable: 60003,
  protocol: 60004,
  connectTimeout: 60005,
} as const;
