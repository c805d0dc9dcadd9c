/** Which silence of a node is the fault's. */
import { expect, it } from 'vitest';
import { longestGaps } from '../../../../src/commands/calibrate/witness-gaps.js';

const fault = { fromMs: 1_000, toMs: 5_000 };

it('is the longest that had begun before the heal and was not over at the injection', () => {
  const startUp = { fromMs: 0, toMs: 900 };
  const stall = { fromMs: 990, toMs: 3_000 };
  const hiccup = { fromMs: 4_000, toMs: 4_100 };
  const rejoin = { fromMs: 5_200, toMs: 9_000 };
  expect(longestGaps({ a: [startUp, hiccup, stall, rejoin], b: [startUp, rejoin] }, fault)).toEqual({ a: 2_010, b: 0 });
});
