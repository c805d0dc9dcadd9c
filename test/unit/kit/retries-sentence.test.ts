/** What is told of retries: nothing, how many, or the second in which they were a storm. */
import { expect, it } from 'vitest';
import { retriesSentence } from '../../../src/kit/retries-sentence.js';
import type { RunRecord } from '../../../src/model/run-record.js';

it('without any nothing is told', () => {
  expect(told(0, [100, 100], [100, 100])).toBe('');
});

it('a few more attempts than were due are no storm', () => {
  expect(told(20, [100, 100], [100, 149])).toBe('20 of 2,819 attempts were retries.');
});

it('the busiest second is told where half as many again ended as were due', () => {
  expect(told(182, [100, 90, 56], [100, 0, 287])).toBe(
    '182 of 2,819 attempts were retries. In the busiest second, 2 s after the begin, 287 attempts ended, and 56 operations were due.',
  );
});

function told(retries: number, offeredPerSecond: readonly number[], achievedPerSecond: readonly number[]): string {
  const series = { offeredPerSecond, achievedPerSecond, timeMs: offeredPerSecond.map((_each, index) => index * 1_000) };
  return retriesSentence({ totals: { attempts: 2_819, retries }, series } as unknown as RunRecord);
}
