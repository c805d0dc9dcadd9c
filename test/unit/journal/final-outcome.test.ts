/** How an arrival ended in the end: one acknowledgement outweighs all, then one doubt, then the last word. */
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { foldOutcome, unrecorded } from '../../../src/journal/final-outcome.js';
import { outcomes, type Outcome } from '../../../src/model/outcome.js';

const attempted = outcomes.filter((outcome) => outcome !== 'dropped');

it.each<readonly [string, readonly Outcome[], Outcome | 'unrecorded']>([
  ['no attempt', [], 'unrecorded'],
  ['one that was acknowledged', ['acknowledged'], 'acknowledged'],
  ['a doubt that a retry resolves', ['in-doubt', 'acknowledged'], 'acknowledged'],
  ['a doubt whose retry certainly failed', ['in-doubt', 'aborted'], 'in-doubt'],
  ['a doubt whose retry was declined', ['in-doubt', 'declined'], 'in-doubt'],
  ['an abort whose retry is in doubt', ['aborted', 'in-doubt'], 'in-doubt'],
  ['an abort whose retry was declined', ['aborted', 'declined'], 'declined'],
  ['aborts to the end', ['aborted', 'aborted'], 'aborted'],
  ['one that was never sent', ['dropped'], 'dropped'],
  ['an abort whose retry was never sent', ['aborted', 'dropped'], 'aborted'],
  ['a doubt whose retry was never sent', ['in-doubt', 'dropped'], 'in-doubt'],
  [
    'an acknowledgement that is followed by anything',
    ['acknowledged', 'in-doubt', 'aborted', 'dropped'],
    'acknowledged',
  ],
])('%s ends as it should', (_what, attempts, expected) => {
  expect(fold(attempts)).toBe(expected);
});

it('is acknowledged if any attempt was, else in doubt if any was, else what the last attempt said', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...attempted), { minLength: 1, maxLength: 8 }), (attempts) => {
      const expected = attempts.includes('acknowledged')
        ? 'acknowledged'
        : attempts.includes('in-doubt')
          ? 'in-doubt'
          : attempts.at(-1);
      expect(fold(attempts)).toBe(expected);
    }),
  );
});

it('a retry that was never sent changes nothing, wherever it stands after the first attempt', () => {
  const one = fc.constantFrom(...attempted);
  fc.assert(
    fc.property(one, fc.array(one), fc.nat(), (first, rest, at) => {
      const place = at % (rest.length + 1);
      const withDrop: Outcome[] = [first, ...rest.slice(0, place), 'dropped', ...rest.slice(place)];
      expect(fold(withDrop)).toBe(fold([first, ...rest]));
    }),
  );
});

function fold(attempts: readonly Outcome[]): Outcome | 'unrecorded' {
  return outcomes[attempts.reduce(foldOutcome, unrecorded)] ?? 'unrecorded';
}
