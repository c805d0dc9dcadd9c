/** The highest of what grows with a run. */
import { expect, it } from 'vitest';
import { highest } from '../../../src/kit/highest.js';

it('is found among more values than a function takes arguments', () => {
  const values = Array.from({ length: 200_000 }, (_each, index) => index % 1_000);
  expect(highest(values)).toBe(999);
});

it('passes over what nobody could tell, and is null where nothing was told', () => {
  expect(highest([null, -3, null, -5])).toBe(-3);
  expect(highest([null])).toBeNull();
  expect(highest([])).toBeNull();
});
