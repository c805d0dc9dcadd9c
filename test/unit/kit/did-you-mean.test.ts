/** Finding the word that was meant. */
import { expect, test } from 'vitest';
import { closestWord, editDistance } from '../../../src/kit/did-you-mean.js';

test.each([
  ['timeout', ['nodes', 'timeouts'], 'timeouts'],
  ['spkie', ['steady', 'spike'], 'spike'],
  ['kill', ['node-pause', 'node-kill'], 'node-kill'],
  ['Spike', ['spike'], 'spike'],
  ['warp', ['steady', 'spike'], null],
  ['x', [], null],
  ['q', ['a', 'b'], null],
  ['A', ['a', 'b'], 'a'],
])('for "%s" among %j the answer is %j', (word, candidates, meant) => {
  expect(closestWord(word, candidates)).toBe(meant);
});

test('swapped neighbours are one mistake, not two', () => {
  expect(editDistance('spkie', 'spike')).toBe(1);
  expect(editDistance('', 'abc')).toBe(3);
});
