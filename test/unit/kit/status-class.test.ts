import { expect, it } from 'vitest';
import { statusClass } from '../../../src/kit/status-class.js';

it.each([
  [400, 'rejected'],
  [429, 'too-many-connections'],
  [500, 'other'],
  [503, 'not-ready'],
  [504, 'timeout'],
  // What a server or a driver says is no status.
  [1_213, null],
  [60_001, null],
])('%i is of the class %s', (errno, errorClass) => {
  expect(statusClass(errno)).toBe(errorClass);
});
