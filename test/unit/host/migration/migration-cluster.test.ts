/** What a server that was left behind may hold. */
import { expect, it } from 'vitest';
import { isBeyond } from '../../../../src/host/migration/migration-cluster.js';

it.each([
  ['0-1-100', '0-1-100', false],
  ['0-1-99', '0-1-100', false],
  ['0-1-101', '0-1-100', true],
  ['0-2-101', '0-1-100', true],
  ['', '0-1-100', false],
  ['0-1-1', '', true],
])('a server at "%s" that was left behind at "%s" has strayed: %s', (held, position, hasStrayed) => {
  expect(isBeyond(held, position)).toBe(hasStrayed);
});
