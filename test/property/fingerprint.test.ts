/** Fingerprints of two rows of a piece that slipped alike: what one gains or loses never hides what the other does, high bits and small numbers included. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Fingerprint } from '../../src/ledger/fingerprint.js';

const numRuns = 10_000;
const row = fc.record({
  place: fc.integer({ min: 1, max: 100 }),
  leg: fc.nat({ max: 1 }),
  account: fc.integer({ min: 1, max: 3 }),
  version: fc.integer({ min: 1, max: 50 }),
  balance: fc.integer({ min: 1_000_000, max: 1_002_000 }),
  amount: fc.integer({ min: 1, max: 2_000 }),
});
type Row = typeof row extends fc.Arbitrary<infer Value> ? Value : never;
const pairs = fc.uniqueArray(row, { minLength: 2, maxLength: 2, selector: ({ place }) => place });

/** Folds rows as they were and as they became: nothing is left only where nothing changed, or where slips cancel out. */
const folds: Readonly<Record<string, (fingerprint: Fingerprint, row: Row, slip: number) => void>> = {
  'the amount of payments': (fingerprint, { place, amount }, slip) => {
    for (const each of [amount, amount + slip])
      fingerprint.foldPayment(place, { words: 5_000_000_000, amount: each, refersTo: 7 });
  },
  'the payment that a payment refers to': (fingerprint, { place, amount }, slip) => {
    for (const refersTo of [amount, amount + slip])
      fingerprint.foldPayment(place, { words: 5_000_000_000, amount, refersTo });
  },
  'the amount of entries': (fingerprint, { place, leg, account, amount }, slip) => {
    for (const each of [amount, amount + slip]) fingerprint.foldEntry(place, leg, { account, amount: each });
  },
  'the account of entries': (fingerprint, { place, leg, account, amount }, slip) => {
    for (const each of [account, account + slip]) fingerprint.foldEntry(place, leg, { account: each, amount });
  },
  'the balances that entries tell': (fingerprint, { account, version, balance, amount }, slip) => {
    for (const each of [balance, balance + slip]) {
      fingerprint.foldStanding(account, version, each);
      fingerprint.foldStanding(account, version - 1, each - amount);
    }
  },
};

test.each(Object.entries(folds))('the same or the opposite slip in %s of two rows stays visible', (what, fold) => {
  const bitsMax = what.startsWith('the balances') ? 50 : 18;
  const slip = fc.tuple(fc.nat({ max: bitsMax }), fc.constantFrom(1, -1), fc.constantFrom(1, 3, 10));
  fc.assert(
    fc.property(pairs, slip, fc.constantFrom(1, -1), ([first, second], [bit, sign, times], other) => {
      const by = 2 ** bit * sign * times;
      const fingerprint = new Fingerprint();
      fold(fingerprint, first as Row, by);
      fold(fingerprint, second as Row, by * other);
      // Two entries of one account that tell the same are one slip of a doubled row, which numbers tell.
      const isSame = first?.account === second?.account && first?.version === second?.version;
      expect(fingerprint.value === 0n && !isSame).toBe(false);
    }),
    { numRuns },
  );
});
