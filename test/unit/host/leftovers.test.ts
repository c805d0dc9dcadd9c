/** What a process left unfinished when it died is removed, but not what another one is making, and nothing that has a description. */
import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { removeLeftovers } from '../../../src/host/leftovers.js';
import { openStateDirectory } from '../../../src/host/state-directory.js';
import { createSystemClock } from '../../../src/kit/clock.js';
import { Scratch } from '../../fixtures/scratch.js';

const hourAgo = Date.now() / 1_000 - 3_600;
let scratch: Scratch;
beforeEach(() => {
  scratch = new Scratch();
  env['PAYSTORM_STATE'] = scratch.path('s');
});
afterEach(() => {
  delete env['PAYSTORM_STATE'];
  scratch[Symbol.dispose]();
});

it.each([
  ['a cluster without a description', 'clusters/0a1b2c3d', hourAgo, false],
  ['a template that was not finished', 'template-0123456789ab.cdef0123', hourAgo, false],
  ['a cluster that somebody begins', 'clusters/0a1b2c3d', null, true],
  ['a template that somebody makes', 'template-0123456789ab.cdef0123', null, true],
  ['a finished template', 'template-0123456789ab', hourAgo, true],
])('%s: %s', async (_what, name, changed, isKept) => {
  const { root } = await openStateDirectory();
  const folder = join(root, name);
  mkdirSync(folder);
  if (changed !== null) utimesSync(folder, changed, changed);
  await removeLeftovers(createSystemClock());
  expect(existsSync(folder)).toBe(isKept);
});

it('a description that cannot be read keeps its cluster', async () => {
  const { clusters } = await openStateDirectory();
  const folder = join(clusters, '0a1b2c3d');
  mkdirSync(folder);
  writeFileSync(join(folder, 'cluster.json'), '{');
  utimesSync(folder, hourAgo, hourAgo);
  await removeLeftovers(createSystemClock());
  expect(existsSync(folder)).toBe(true);
});
