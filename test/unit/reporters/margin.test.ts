import { expect, it } from 'vitest';
import { marginWords } from '../../../src/catalog/reporters/words/margin.js';

it.each([
  [null, '–'],
  [0, '0 %'],
  [0.000_2, '0 %'],
  [0.002, '+0.2 %'],
  [-0.002, '−0.2 %'],
  [0.4449, '+44 %'],
  [-1.5, '−150 %'],
])('a margin of %s is %j', (ratio, words) => {
  expect(marginWords(ratio)).toBe(words);
});
